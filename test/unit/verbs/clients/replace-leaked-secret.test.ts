import { describe, expect, test } from "vitest";
import type { OAuthClient, TykFetch } from "../../../../src/index.ts";
import { deepJson } from "../../../support/samples/deep-json.ts";
import { failure } from "../../../support/util/failure.ts";
import {
  requestToken,
  listedCodes,
  issueToken,
  callApi,
} from "../../../support/gateway/oauth-flow.ts";
import {
  addClient,
  clientId,
  onAllApis,
  createTestBed,
  initialSecret,
  onOrders,
  operationsSince,
  testBedWithOneCopy,
  storedSecret,
} from "../../../support/gateway/test-bed.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";

/** More levels than JavaScript can write, and less than the gateway refuses. */
const deepText = deepJson(9_000);

/** A client whose metadata can be read and not be written; no client of this package could have stored it. */
async function sceneOfDeep(apiId = "orders", bed = createTestBed()): Promise<TestBed> {
  const { gateway } = bed;
  const fields = {
    client_id: clientId,
    secret: initialSecret,
    api_id: apiId,
    policy_id: "gold",
    redirect_uri: redirectUri,
  };
  const response = await gateway.fetch(`${gateway.url}/tyk/oauth/clients/create`, {
    method: "POST",
    headers: { "x-tyk-authorization": gateway.secret },
    body: `${JSON.stringify(fields).slice(0, -1)},"meta_data":${deepText}}`,
  });
  expect(response.status).toBe(200);
  return bed;
}

function depthOf(client: { readonly meta_data?: unknown }): number {
  let depth = 0;
  for (let at = client.meta_data; typeof at === "object" && at !== null; depth += 1)
    at = (at as { a?: unknown }).a;
  return depth;
}

async function works({ gateway }: TestBed, secret: string): Promise<boolean> {
  const asked = await requestToken(gateway, { grant_type: "client_credentials" }, { secret });
  return asked.access_token !== undefined;
}

describe("clients.cutOff of a client whose document cannot be written back", () => {
  test("lets the gateway replace the secret, and ends the tokens", async () => {
    const bed = await sceneOfDeep();
    const token = await issueToken(bed);
    const { copies, report } = await bed.tyk.clients.cutOff({ clientId });
    expect(report.secrets).toEqual([{ apiId: "orders", secret: "replaced-by-gateway" }]);
    expect(report.apis).toMatchObject([{ apiId: "orders", state: "refused-at-api", ended: 1 }]);
    expect(await works(bed, initialSecret)).toBe(false);
    expect(await works(bed, copies[0]?.client.secret ?? "")).toBe(true);
    expect(await callApi(bed, token)).toBe(403);
    expect(depthOf(await bed.tyk.clients.get(onOrders))).toBe(9_000);
  });

  test.each<[string, string]>([
    ["a number that is too large", '{"n":1e400}'],
    ["-0", '{"n":[-0]}'],
    ["a lone surrogate", '{"\\ud800":1}'],
  ])("of %s does the same", async (_, text) => {
    const bed = await testBedWithOneCopy();
    const { report } = await showing(bed, text).clients.cutOff({ clientId });
    expect(report.secrets).toEqual([{ apiId: "orders", secret: "replaced-by-gateway" }]);
    expect(await works(bed, initialSecret)).toBe(false);
  });

  test("decides by the document as it is at the time of the write", async () => {
    const bed = await testBedWithOneCopy();
    let reads = 0;
    const tyk = showing(bed, '{"n":1e400}', () => (reads += 1) > 1);
    const { report } = await tyk.clients.cutOff({ clientId });
    expect(report.secrets).toEqual([{ apiId: "orders", secret: "replaced-by-gateway" }]);
  });

  test("lets the gateway replace the secret if the document is refused", async () => {
    const bed = await testBedWithOneCopy();
    bed.gateway.fail({ operation: "createOAuthClient" }, { status: 413, body: "too large" });
    const { report } = await bed.tyk.clients.cutOff({ clientId });
    expect(report.secrets).toEqual([{ apiId: "orders", secret: "replaced-by-gateway" }]);
    expect(await works(bed, initialSecret)).toBe(false);
  });

  test("reports the secret as unchanged if the gateway refuses that too", async () => {
    const bed = await testBedWithOneCopy();
    bed.gateway.fail({ operation: "createOAuthClient" }, { status: 413, body: "too large" });
    bed.gateway.fail({ operation: "rotateOAuthClient" }, { status: 400, body: "no" });
    const error = await failure(bed.tyk.clients.cutOff({ clientId }));
    expect(error).toMatchObject({ code: "incomplete" });
    const secrets = [{ apiId: "orders", secret: "unchanged", code: "api" }];
    expect(error.report).toMatchObject({ secrets });
  });

  test("replaces the secret if the document cannot be read, and does not report it as done", async () => {
    const bed = createTestBed({}, { maxResponseBytes: 4_096 });
    await addClient(bed, { meta_data: { text: "x".repeat(5_000) } });
    const error = await failure(bed.tyk.clients.cutOff({ clientId }));
    expect(error).toMatchObject({ code: "incomplete", outcome: "applied" });
    const secrets = [{ apiId: "orders", secret: "unknown", code: "too-large" }];
    expect(error.report).toMatchObject({ secrets });
    expect(await works(bed, initialSecret)).toBe(false);
  });

  test("changes nothing in a dry run", async () => {
    const bed = await sceneOfDeep();
    const from = bed.gateway.requests.length;
    const dry = bed.tyk.withOptions({ dryRun: true });
    const { report } = await dry.clients.cutOff({ clientId });
    expect(report.secrets).toEqual([{ apiId: "orders", secret: "unchanged" }]);
    expect(operationsSince(bed, from)).not.toContain("rotateOAuthClient");
    expect(await storedSecret(bed, "orders")).toBe(initialSecret);
  });

  /** A client that is shown other metadata than the gateway stores. */
  function showing(bed: TestBed, text: string, isOn = (): boolean => true): TestBed["tyk"] {
    const fetch: TykFetch = async (url, init) => {
      const response = await bed.gateway.fetch(url, init);
      const isRead = init.method === "GET" && new URL(url).pathname.endsWith(`/orders/${clientId}`);
      if (!isRead || !isOn()) return response;
      const body = (await response.text()).replace('"meta_data":null', `"meta_data":${text}`);
      return new Response(body, { status: response.status, headers: response.headers });
    };
    return bed.gateway.client({ maxRetries: 0, fetch });
  }
});

describe("metadata that is too deep for JSON.stringify", () => {
  test("is read by every reading method", async () => {
    const bed = await sceneOfDeep();
    const { tyk } = bed;
    await issueToken(bed);
    const [listedCode = ""] = await listedCodes(bed);
    const all: OAuthClient[] = await tyk.clients.list({ apiId: "orders" });
    const walked = [];
    for await (const { client } of tyk.clients.iterateAll()) walked.push(client);
    const { copies } = await tyk.clients.inspect({ clientId });
    const got = await tyk.clients.get(onOrders);
    for (const one of [got, ...all, ...walked, copies[0]?.client ?? {}])
      expect(depthOf(one)).toBe(9_000);
    const { life, metaData } = await tyk.tokens.inspect({ apiId: "orders", listedCode });
    expect([life, depthOf({ meta_data: metaData })]).toEqual(["alive", 9_000]);
    const { tokens } = await tyk.tokens.find({ apiId: "orders", where: { meta_data: {} } });
    expect(tokens).toHaveLength(1);
  });

  test("is compared between copies", async () => {
    const bed = await sceneOfDeep("billing", await sceneOfDeep());
    expect((await bed.tyk.clients.inspect({ clientId })).drift).toEqual([]);
    await addClient(bed, { api_id: "billing", meta_data: { a: { a: 2 } } });
    expect((await bed.tyk.clients.inspect({ clientId })).drift).toEqual(["meta_data"]);
  });

  test("is never written back, and methods that do not write it work", async () => {
    const bed = await sceneOfDeep();
    const { clients } = bed.tyk;
    for (const call of [
      clients.update(onOrders, { description: "x" }),
      clients.update(onOrders, () => ({ description: "x" })),
      clients.rotateSecret(onOrders, { secret: "one-of-my-own" }),
      clients.rotateSecret(onAllApis),
    ])
      expect(await failure(call)).toMatchObject({
        code: "unsupported",
        outcome: "not-sent",
        message: expect.stringContaining("meta_data is nested deeper than 500 levels") as string,
      });
    expect((await clients.rotateSecret(onOrders)).secret).not.toBe(initialSecret);
    const fresh = (client: OAuthClient): { meta_data: { depth: number } } => ({
      meta_data: { depth: depthOf(client) },
    });
    const { meta_data } = await clients.update(onOrders, fresh);
    expect(meta_data).toEqual({ depth: 9_000 });
  });

  test("is overwritten by a replacing create, and deleted", async () => {
    for (const end of [
      (bed: TestBed) =>
        bed.tyk.clients.create(
          { client_id: clientId, api_id: "orders", policy_id: "gold", redirect_uri: redirectUri },
          { ifExists: "replace" },
        ),
      (bed: TestBed) =>
        bed.tyk.clients.replace(onOrders, { redirect_uri: redirectUri, policy_id: "gold" }),
      (bed: TestBed) => bed.tyk.clients.delete(onOrders, { wait: false }),
    ])
      await end(await sceneOfDeep());
  });
});

describe("metadata from the caller", () => {
  const deep = JSON.parse(deepText) as Record<string, unknown>;
  const allowed = JSON.parse(deepJson(500)) as Record<string, unknown>;
  const circle: Record<string, unknown> = {};
  circle["self"] = circle;

  test.each([
    ["too deep for JSON", deep],
    ["501 levels deep", JSON.parse(deepJson(501)) as Record<string, unknown>],
    ["circular", circle],
  ])("is rejected if it is %s", async (_, meta_data) => {
    const bed = await testBedWithOneCopy();
    const { clients } = bed.tyk;
    const from = bed.gateway.requests.length;
    const body = { redirect_uri: redirectUri, meta_data };
    const calls: [string, Promise<unknown>][] = [
      ["body", clients.create({ ...body, api_id: "orders" })],
      ["body", clients.create({ ...body, api_id: "orders" }, { lint: "warn" })],
      ["body", clients.replace(onOrders, body)],
      ["patch", clients.update(onOrders, { meta_data })],
    ];
    for (const [field, call] of calls)
      expect(await failure(call)).toMatchObject({
        code: "input",
        field: `${field}.meta_data`,
        outcome: "not-sent",
        message: expect.stringContaining(
          `${field}.meta_data must not be nested deeper than 500 levels`,
        ) as string,
      });
    expect(operationsSince(bed, from)).toEqual([]);
    const made = clients.update(onOrders, () => ({ meta_data }));
    expect(await failure(made)).toMatchObject({ field: "patch.meta_data", outcome: "not-sent" });
  });

  test("may have 500 levels", async () => {
    const { tyk } = createTestBed();
    const body = {
      api_id: "orders",
      redirect_uri: redirectUri,
      meta_data: allowed,
    };
    const client = await tyk.clients.create(body);
    expect(depthOf(client)).toBe(500);
    const ref = { apiId: "orders", clientId: client.client_id };
    await tyk.clients.update(ref, { description: "x" });
    expect(depthOf(await tyk.clients.rotateSecret(ref, { secret: "mine" }))).toBe(500);
  });

  test("of more levels is a wrong body for tyk.raw", async () => {
    const { tyk, gateway } = createTestBed();
    const call = tyk.raw.createOAuthClient({ body: { api_id: "orders", meta_data: circle } });
    expect(await failure(call)).toMatchObject({
      code: "input",
      field: "body",
      outcome: "not-sent",
    });
    expect(gateway.requests).toEqual([]);
  });
});

import { describe, expect, test } from "vitest";
import type { GatewayCapabilities, TykFetch, TykOAuth } from "../../../../src/index.ts";
import type { GatewayOptions } from "../../../../src/testing/index.ts";
import { failure } from "../../../support/util/failure.ts";
import { issueToken, callApi } from "../../../support/gateway/oauth-flow.ts";
import {
  addClient,
  turnIntoEdge,
  clientId,
  onAllApis,
  createTestBed,
  onOrders,
  operationsSince,
  testBedWithOneCopy,
} from "../../../support/gateway/test-bed.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";
import { snapshot } from "../../../support/gateway/snapshot.ts";

const newest: GatewayCapabilities = {
  version: "5.14.0",
  control: true,
  edge: false,
  hashedKeys: true,
  keyHash: "murmur64",
  keyListing: true,
  policies: true,
  policiesById: true,
  paging: true,
  purge: true,
  checkedAt: "2030-01-01T00:00:00.000Z",
};

describe("gateway.capabilities", () => {
  test.each<[string, GatewayOptions, Partial<GatewayCapabilities>]>([
    ["5.14.0", {}, {}],
    ["5.3.0", { version: "5.3.0" }, { policiesById: false }],
    ["4.3.0", { version: "4.3.0" }, { policiesById: false, purge: false }],
    ["3.0.0", { version: "3.0.0" }, { policies: false, policiesById: false, purge: false }],
    ["the default hash", { hashKeyFunction: undefined }, { keyHash: "murmur32" }],
    ["murmur128", { hashKeyFunction: "murmur128" }, { keyHash: "murmur128" }],
    ["sha256", { hashKeyFunction: "sha256" }, { keyHash: "sha256" }],
    [
      "keys that are not listed",
      { listHashedKeys: false },
      { keyHash: undefined, keyListing: false },
    ],
    ["plain keys", { hashKeys: false }, { hashedKeys: false, keyHash: undefined }],
  ])("of %s", async (_, options, differs) => {
    const bed = await testBedWithOneCopy(options);
    await issueToken(bed);
    const { version = "5.14.0" } = options;
    expect(await bed.tyk.gateway.capabilities()).toEqual({ ...newest, version, ...differs });
  });

  test("leaves unknown what a gateway without tokens, OAuth APIs and policies does not show", async () => {
    const { tyk } = createTestBed({ apis: [{ api_id: "open", use_keyless: true }], policies: {} });
    expect(await tyk.gateway.capabilities()).toEqual({
      ...newest,
      keyHash: undefined,
      paging: undefined,
    });
  });

  test("of a gateway with plain keys of an organisation without a name", async () => {
    const apis = [{ api_id: "orders", org_id: "" }];
    for (const version of ["5.14.0", "5.3.0"]) {
      const { tyk } = createTestBed({ version, apis, policies: {}, hashKeys: false });
      expect(await tyk.gateway.capabilities()).toMatchObject({
        hashedKeys: false,
        keyListing: true,
      });
    }
  });

  test("of an edge gateway", async () => {
    const edge = { edge: true, policies: false, policiesById: false, paging: undefined };
    const { tyk } = createTestBed({ edge: true });
    expect(await tyk.gateway.capabilities()).toEqual({ ...newest, ...edge, keyHash: undefined });
  });

  test.each(["5.14.0", "4.3.0", "3.0.0"])(
    "of %s at the address of its APIs reports only that this is no control address",
    async (version) => {
      const { gateway } = createTestBed({ version, separateControl: true });
      const asked = await gateway.client({ baseUrl: gateway.url }).gateway.capabilities();
      expect(asked).toEqual({
        // Before 3.2 the health is there.
        version: version === "3.0.0" ? "3.0.0" : undefined,
        control: false,
        checkedAt: newest.checkedAt,
      });
      expect(await gateway.client().gateway.capabilities()).toMatchObject({ control: true });
    },
  );

  test.each<[string, number, string, string]>([
    ["has another name", 404, "text/plain", "404 page not found"],
    ["is served by an API that responds with 404", 404, "application/json", '{"error":"no"}'],
    ["is served by an API that requires a key", 401, "application/json", '{"error":"no"}'],
    ["is served by an API as an HTML page", 200, "text/html", "<html>"],
    ["returns another document", 200, "application/json", "{}"],
  ])("has no version if the health endpoint %s", async (_, status, type, body) => {
    const { gateway } = createTestBed();
    const fetch: TykFetch = (url, init) =>
      new URL(url).pathname === "/hello"
        ? Promise.resolve(new Response(body, { status, headers: { "content-type": type } }))
        : gateway.fetch(url, init);
    const capabilities = await gateway.client({ fetch }).gateway.capabilities();
    expect(capabilities).toEqual({ ...newest, keyHash: undefined, version: undefined });
  });

  test("changes nothing on the gateway", async () => {
    const bed = await testBedWithOneCopy({ retainSeconds: 1 });
    await issueToken(bed);
    const before = await snapshot(bed);
    await bed.tyk.gateway.capabilities();
    expect(await snapshot(bed)).toEqual(before);
  });

  test("is cached for a minute, and shared with copies of the client", async () => {
    const bed = createTestBed();
    const first = await bed.tyk.gateway.capabilities();
    const from = bed.gateway.requests.length;
    bed.gateway.advance(59_999);
    expect(await bed.tyk.withOptions({ timeoutMs: 5_000 }).gateway.capabilities()).toEqual(first);
    expect(operationsSince(bed, from)).toEqual([]);
    // Another secret may be that of another gateway.
    const { secret } = bed.gateway;
    await bed.tyk.withOptions({ secret }).gateway.capabilities();
    const asked = bed.gateway.requests.length;
    expect(asked).toBeGreaterThan(from);
    bed.gateway.advance(1);
    const second = await bed.tyk.gateway.capabilities();
    expect(second).toEqual({ ...first, checkedAt: "2030-01-01T00:01:00.000Z" });
  });

  test.each(["readOnly", "dryRun"])("with %s does not check for the purge", async (option) => {
    const bed = createTestBed();
    const reading = bed.tyk.withOptions({ [option]: true });
    expect((await reading.gateway.capabilities()).purge).toBeUndefined();
    expect(bed.gateway.requests.map(({ method }) => method)).not.toContain("DELETE");
    // What it left open is not left open for the others.
    expect((await bed.tyk.gateway.capabilities()).purge).toBe(true);
  });

  test("reports a failure, and caches nothing of it", async () => {
    const bed = createTestBed();
    const wrong = bed.gateway.client({ secret: "wrong", maxRetries: 0 });
    expect(await failure(wrong.gateway.capabilities())).toMatchObject({ code: "authentication" });
    const from = bed.gateway.requests.length;
    await bed.gateway.client().gateway.capabilities();
    const operations = operationsSince(bed, from);
    expect(operations).toHaveLength(9);
    for (const at of operations.keys()) {
      const { gateway, tyk } = createTestBed();
      gateway.fail((request) => request === gateway.requests[at], { status: 503, body: "busy" });
      const name = operations[at];
      expect(await failure(tyk.gateway.capabilities()), name).toMatchObject({ code: "server" });
      expect(await tyk.gateway.capabilities()).toMatchObject({ control: true, purge: true });
    }
  });
});

describe("an edge gateway", () => {
  const body = { redirect_uri: redirectUri, policy_id: "gold" };
  const methods: Record<string, [string, (tyk: TykOAuth) => Promise<unknown>]> = {
    "clients.create": ["getApi", (tyk) => tyk.clients.create({ ...body, api_id: "orders" })],
    "clients.create by a policy": [
      "listApis",
      (tyk) => tyk.clients.create({ ...body, client_id: "b" }),
    ],
    "clients.listApis": ["listOAuthClientApis", (tyk) => tyk.clients.listApis({ clientId })],
    "clients.update": ["updateOAuthClient", (tyk) => tyk.clients.update(onOrders, {})],
    "clients.replace": ["updateOAuthClient", (tyk) => tyk.clients.replace(onOrders, body)],
    "clients.rotateSecret": ["rotateOAuthClient", (tyk) => tyk.clients.rotateSecret(onOrders)],
    "clients.rotateSecret to a passed secret": [
      "createOAuthClient",
      (tyk) => tyk.clients.rotateSecret(onOrders, { secret: "new" }),
    ],
    "clients.update of all copies": ["listApis", (tyk) => tyk.clients.update(onAllApis, {})],
    "clients.inspect": ["listApis", (tyk) => tyk.clients.inspect({ clientId })],
    "clients.cutOff": ["listApis", (tyk) => tyk.clients.cutOff({ clientId })],
    "clients.repairIndex": [
      "getApi",
      (tyk) => tyk.clients.repairIndex({ apiId: "orders", candidates: [] }),
    ],
    "clients.authorize": ["getApi", (tyk) => tyk.clients.authorize(onOrders, { redirectUri })],
    "tokens.revoke": ["revokeSingleToken", (tyk) => tyk.tokens.revoke({ clientId, token: "t" })],
    "tokens.revoke of a refresh token": [
      "invalidateOAuthRefresh",
      (tyk) => tyk.tokens.revoke({ apiId: "orders", refreshToken: "r" }),
    ],
    "apis.list": ["listApis", (tyk) => tyk.apis.list()],
    "policies.get": ["getPolicy", (tyk) => tyk.policies.get({ policyId: "gold" })],
  };

  const lines = Object.entries(methods).map(([name, [lacks, run]]) => [name, lacks, run] as const);

  test.each(lines)("%s reports that %s is not served", async (name, lacks, run) => {
    const bed = await testBedWithOneCopy();
    turnIntoEdge(bed);
    const before = await served(bed);
    const error = await failure(run(bed.tyk));
    expect(error).toMatchObject({ code: "unsupported", operation: name.split(" ", 1)[0] });
    expect(error.message).toContain(`does not serve ${lacks}: it is an edge`);
    expect(["not-sent", "refused"]).toContain(error.outcome);
    expect(await served(bed)).toEqual(before);
  });

  test("supports reading, finding and deleting a client and its tokens", async () => {
    const bed = await testBedWithOneCopy();
    await addClient(bed, { client_id: "other" });
    await issueToken(bed);
    turnIntoEdge(bed);
    const { clients, tokens } = bed.tyk;
    expect(await clients.list({ apiId: "orders" })).toHaveLength(2);
    expect(await tokens.list(onOrders)).toHaveLength(1);
    const { tokens: found } = await tokens.find({ apiId: "orders", where: {} });
    expect(found).toHaveLength(1);
    const report = await clients.delete({ apiId: "orders", clientId: "other" });
    expect(report.apis).toEqual([{ apiId: "orders", existed: true }]);
    await clients.delete(onOrders, { ifUnproved: "go-on" });
    expect(await clients.list({ apiId: "orders" })).toEqual([]);
  });

  test("tokens.revokeAll ends what it can, and reports that it reaches no refresh token", async () => {
    const bed = await testBedWithOneCopy();
    const token = await issueToken(bed);
    turnIntoEdge(bed);
    const error = await failure(bed.tyk.tokens.revokeAll(onOrders));
    const reason: unknown = expect.stringContaining("(unsupported)");
    const apis = [{ apiId: "orders", state: "unverified", ended: 1, reason }];
    expect(error).toMatchObject({ code: "incomplete", report: { apis } });
    expect(await callApi(bed, token)).toBe(403);
  });

  /** What an edge lets be seen of the storage. */
  async function served(bed: TestBed): Promise<unknown> {
    const { app, lists, sessions } = await snapshot(bed);
    return { app, lists, sessions };
  }
});

import { describe, expect, test } from "vitest";
import type { ClientPatch, ClientTarget, OAuthClient } from "../../../../src/index.ts";
import { failure } from "../../../support/util/failure.ts";
import { faultNames, failEachRequest } from "../../../support/gateway/fail-each-request.ts";
import type { FaultName, FaultRun } from "../../../support/gateway/fail-each-request.ts";
import { issueTokenPair, issueToken, callApi } from "../../../support/gateway/oauth-flow.ts";
import {
  addClient,
  clientId,
  onAllApis,
  createTestBed,
  initialSecret,
  operationsSince,
  testBedWithTwoCopies,
} from "../../../support/gateway/test-bed.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";
import { ofApi, snapshot } from "../../../support/gateway/snapshot.ts";
import { saying } from "../../../support/util/saying.ts";

const patch = { description: "Ours" };
const policies = { gold: ["orders", "billing"], silver: ["orders", "billing"] };

async function descriptions(bed: TestBed): Promise<(string | undefined)[]> {
  const { app } = await snapshot(bed);
  return [app["orders"]?.description, app["billing"]?.description];
}

function putTo(apiId: string): { method: "PUT"; path: string } {
  return { method: "PUT", path: `/tyk/oauth/clients/${apiId}/${clientId}` };
}

describe("a method on the copies of a client", () => {
  test("processes the named APIs in order, and returns each copy", async () => {
    const bed = await testBedWithTwoCopies({ secret: "drifted" });
    const target = { clientId, apis: ["orders", "billing"] };
    const copies = await bed.tyk.clients.update(target, patch);
    const client = {
      client_id: clientId,
      policy_id: "gold",
      redirect_uri: redirectUri,
      meta_data: null,
      ...patch,
    };
    expect(copies).toEqual([
      { apiId: "orders", client: { ...client, secret: initialSecret } },
      { apiId: "billing", client: { ...client, secret: "drifted" } },
    ]);
  });

  test("finds all copies on the OAuth APIs only, even if an API's index is broken", async () => {
    const apis = ["orders", "billing", "stock", { api_id: "open", use_keyless: true }];
    const bed = createTestBed({ apis });
    await addClient(bed);
    await addClient(bed, { api_id: "billing" });
    await addClient(bed, { api_id: "billing", client_id: "broken" });
    bed.gateway.evictClient("billing", "broken");
    const copies = await bed.tyk.clients.update(onAllApis, patch);
    expect(copies.map(({ apiId }) => apiId)).toEqual(["billing", "orders"]);
    expect(await descriptions(bed)).toEqual(["Ours", "Ours"]);
    expect(bed.gateway.requests.some(({ path }) => path.includes("/open"))).toBe(false);
  });

  test("stays within an organisation: the target's, otherwise the client's own", async () => {
    const apis = ["orders", { api_id: "billing", org_id: "umbrella" }];
    const bed = createTestBed({ apis, policies: {} });
    await addClient(bed, { policy_id: "" });
    await addClient(bed, { api_id: "billing", policy_id: "" });
    const names = async (orgId: string | undefined, own?: string): Promise<string[]> => {
      const tyk = bed.tyk.withOptions({ orgId: own });
      return (await tyk.clients.update({ ...onAllApis, orgId }, {})).map(({ apiId }) => apiId);
    };
    expect(await names("umbrella", "acme")).toEqual(["billing"]);
    expect(await names(undefined, "acme")).toEqual(["orders"]);
    expect(await names("", "acme")).toEqual(["billing", "orders"]);
    expect(await names(undefined)).toEqual(["billing", "orders"]);
  });

  test("writes nothing if a named copy is missing, or no copy exists", async () => {
    const bed = createTestBed();
    expect(await failure(bed.tyk.clients.update(onAllApis, patch))).toMatchObject({
      code: "not-found",
      outcome: "not-sent",
    });
    await addClient(bed);
    const target = { clientId, apis: ["orders", "billing"] };
    const error = await failure(bed.tyk.clients.update(target, patch));
    expect(error).toMatchObject({ code: "not-found", outcome: "not-sent" });
    expect(await descriptions(bed)).toEqual(["", undefined]);
  });

  test("does not report tokens as ended on an API that does not exist: its name may be misspelt", async () => {
    const bed = await testBedWithTwoCopies(
      { policy_id: "narrow" },
      { policies: { narrow: ["billing"] } },
    );
    const token = await issueToken(bed, { api: "billing" });
    const target = { clientId, apis: ["orders", "biling"] };
    const report = await bed.tyk.tokens.revokeAll(target, { ifUnproved: "report" });
    expect(report.apis).toMatchObject([
      { apiId: "orders", state: "refused-at-api" },
      { apiId: "biling", state: "unverified", count: 0, reason: "the API does not exist" },
    ]);
    expect(await callApi(bed, token, "billing")).toBe(200);
    expect((await failure(bed.tyk.tokens.revokeAll(target))).code).toBe("incomplete");
  });

  test("checks each patch before it writes the first", async () => {
    const bed = await testBedWithTwoCopies({ meta_data: { id: 2 ** 60 } });
    const from = bed.gateway.requests.length;
    const target = { clientId, apis: ["orders", "billing"] };
    const error = await failure(bed.tyk.clients.update(target, patch));
    expect(error).toMatchObject({ code: "unsupported", outcome: "not-sent" });
    expect(operationsSince(bed, from)).toEqual(["getOAuthClient", "getOAuthClient"]);
    const ofSome = ({ meta_data }: OAuthClient): ClientPatch =>
      meta_data === null ? patch : ({ secret: "x" } as ClientPatch);
    expect(await failure(bed.tyk.clients.update(target, ofSome))).toMatchObject({
      code: "input",
      outcome: "not-sent",
    });
    expect(operationsSince(bed, from)).not.toContain("updateOAuthClient");
  });

  test.each<[string, ClientTarget | object]>([
    ["target", { apis: "all" }],
    ["apis", { clientId, apis: [] }],
    ["apis", { clientId, apis: "some" }],
    ["apis", { clientId, apis: ["orders", "orders"] }],
    ["apis", { clientId, apis: ["a/b"] }],
    ["apiId", { clientId, apis: "all", apiId: "orders" }],
    ["orgId", { clientId, apis: "all", orgId: 7 }],
    ["orgId", { clientId, apiId: "orders", orgId: "acme" }],
  ])("rejects a target with a wrong %s: %j", async (field, target) => {
    const { gateway, tyk } = createTestBed();
    const error = await failure(tyk.clients.update(target as ClientTarget, patch));
    expect(error).toMatchObject({
      code: "input",
      field: field === "target" ? "clientId" : field,
    });
    expect(gateway.requests).toEqual([]);
  });
});

describe("a failure of one copy", () => {
  test("leaves the other copies to be processed, and is reported for its API", async () => {
    const bed = await testBedWithTwoCopies();
    bed.gateway.fail(putTo("billing"), { status: 500, body: "no" });
    const error = await failure(bed.tyk.clients.update(onAllApis, patch));
    expect(error).toMatchObject({
      code: "incomplete",
      outcome: "applied",
      report: {
        clientId,
        apis: [
          { apiId: "billing", done: false, outcome: "unknown", code: "server" },
          { apiId: "orders", done: true, outcome: "applied" },
        ],
      },
    });
    expect(error.message).toEqual(
      saying("clients.update: failed on billing: see the report for each API"),
    );
    expect(await descriptions(bed)).toEqual(["Ours", ""]);
  });

  test("throws the failure itself if it affects each copy and nothing changed", async () => {
    const bed = await testBedWithTwoCopies();
    const no = { status: 400, body: { status: "error", message: "no" } };
    bed.gateway.fail({ operation: "updateOAuthClient" }, no, 2);
    const error = await failure(bed.tyk.clients.update(onAllApis, patch));
    expect(error).toMatchObject({ code: "bad-request", outcome: "refused" });
    expect(error.steps.filter(({ operation }) => operation === "updateOAuthClient")).toEqual([
      { apiId: "billing", operation: "updateOAuthClient", outcome: "refused" },
      { apiId: "orders", operation: "updateOAuthClient", outcome: "refused" },
    ]);
  });

  test("reports no change if no copy is known to be changed", async () => {
    const bed = await testBedWithTwoCopies();
    bed.gateway.fail({ operation: "updateOAuthClient" }, "drop", 2);
    const error = await failure(bed.tyk.clients.update(onAllApis, patch));
    expect(await descriptions(bed)).toEqual(["", ""]);
    expect(error).toMatchObject({ code: "incomplete", outcome: "unknown" });
  });

  test("before its own write reports no change of this copy because of the first copy's write", async () => {
    const bed = await testBedWithTwoCopies({}, { policies });
    // On orders the client is read before the write, and once more after its tokens; the second fails.
    let reads = 0;
    bed.gateway.fail(
      ({ method, path }) =>
        method === "GET" && path === `/tyk/oauth/clients/orders/${clientId}` && (reads += 1) === 2,
      { status: 503, body: "busy" },
    );
    const before = ofApi(await snapshot(bed), "orders");
    const args = { tokens: "revoke" } as const;
    reads = 0;
    const error = await failure(bed.tyk.clients.update(onAllApis, { policy_id: "silver" }, args));
    expect(ofApi(await snapshot(bed), "orders")).toEqual(before);
    expect(error).toMatchObject({
      code: "incomplete",
      report: {
        apis: [
          { apiId: "billing", done: true, outcome: "applied" },
          { apiId: "orders", done: false, outcome: "not-sent", code: "server" },
        ],
      },
    });
  });

  test("because of the admin secret stops the method", async () => {
    const bed = await testBedWithTwoCopies();
    bed.gateway.fail(putTo("billing"), {
      status: 403,
      body: {
        status: "error",
        message: "Attempted administrative access with invalid or missing key!",
      },
    });
    const error = await failure(bed.tyk.clients.update(onAllApis, patch));
    expect(error).toMatchObject({ code: "authentication", outcome: "refused" });
    expect(await descriptions(bed)).toEqual(["", ""]);
  });
});

describe("an update of copies with a fault at each request", () => {
  test.each<[FaultName, string[]]>([
    ["dropped", ["incomplete, applied", "incomplete, applied"]],
    ["applied, then dropped", ["incomplete, applied", "incomplete, applied"]],
    ["503", ["incomplete, applied", "incomplete, applied"]],
    ["403 of the admin secret", ["authentication, refused", "authentication, applied"]],
  ])("%s", async (fault, lines) => {
    const faultRun: FaultRun = {
      build: () => testBedWithTwoCopies(),
      run: (tyk) => tyk.clients.update(onAllApis, patch),
      goal: async (bed) => {
        expect(await descriptions(bed)).toEqual(["Ours", "Ours"]);
      },
    };
    expect(await failEachRequest(faultRun, fault)).toEqual(
      lines.map((line) => `updateOAuthClient: ${line}`),
    );
  });

  test.each(faultNames)("of their policy, with their tokens: %s", async (fault) => {
    let tokens: string[] = [];
    const faultRun: FaultRun = {
      build: async () => {
        const bed = await testBedWithTwoCopies({}, { policies });
        tokens = [(await issueTokenPair(bed)).access, await issueToken(bed, { api: "billing" })];
        return bed;
      },
      run: (tyk) => tyk.clients.update(onAllApis, { policy_id: "silver" }, { tokens: "revoke" }),
      goal: async (bed) => {
        const { app, sessions } = await snapshot(bed);
        expect([app["orders"]?.policy_id, app["billing"]?.policy_id]).toEqual(["silver", "silver"]);
        expect(sessions).toEqual({});
        for (const token of tokens) expect(await callApi(bed, token)).toBe(403);
      },
    };
    expect(await failEachRequest(faultRun, fault)).not.toEqual([]);
  });
});

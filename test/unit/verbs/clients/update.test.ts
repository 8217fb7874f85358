import { describe, expect, test, vi } from "vitest";
import { TykIncompleteError } from "../../../../src/index.ts";
import type { ClientPatch, OAuthClient } from "../../../../src/index.ts";
import { failure } from "../../../support/util/failure.ts";
import { faultNames, failEachRequest } from "../../../support/gateway/fail-each-request.ts";
import type { FaultName, FaultRun } from "../../../support/gateway/fail-each-request.ts";
import {
  canRefresh,
  issueTokenPair,
  keyCodes,
  listedCodes,
  issueToken,
  refreshTokens,
  callApi,
} from "../../../support/gateway/oauth-flow.ts";
import type { TokenPair } from "../../../support/gateway/oauth-flow.ts";
import {
  addClient,
  createTestBed,
  initialSecret,
  onOrders,
  operationsSince,
  testBedWithOneCopy,
} from "../../../support/gateway/test-bed.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";
import { snapshot, readStoredClient } from "../../../support/gateway/snapshot.ts";

const first = { description: "Shop", meta_data: { team: "storefront", tier: 2 } };

/** Two policies of the same API, so that a client can change from the one to the other. */
const policies = { gold: ["orders"], silver: ["orders"], narrow: ["billing"] };

function withClient(options: Parameters<typeof createTestBed>[0] = {}): Promise<TestBed> {
  return testBedWithOneCopy({ policies, ...options }, first);
}

describe("clients.update", () => {
  test("changes the named fields, keeps the rest, and returns the client", async () => {
    const bed = await withClient();
    const before = await readStoredClient(bed);
    const call = bed.tyk.clients.update(onOrders, { description: "New front" });
    const { data, steps } = await call.withResponse();
    expect(data).toEqual({ ...before, description: "New front" });
    expect(await readStoredClient(bed)).toEqual(data);
    const look = { apiId: "orders", operation: "getOAuthClient", outcome: "applied" };
    expect(steps).toEqual([look, { ...look, operation: "updateOAuthClient" }, look]);
  });

  test("clears with null, and replaces metadata as a whole", async () => {
    const bed = await withClient();
    await bed.tyk.clients.update(onOrders, { description: null, meta_data: { tier: 3 } });
    expect(await readStoredClient(bed)).toEqual({
      client_id: "app",
      secret: initialSecret,
      redirect_uri: redirectUri,
      policy_id: "gold",
      meta_data: { tier: 3 },
      description: "",
    });
    const cleared = { meta_data: null, redirect_uri: null, policy_id: null };
    await bed.tyk.clients.update(onOrders, cleared, { tokens: "keep" });
    expect(await readStoredClient(bed)).toEqual({
      client_id: "app",
      secret: initialSecret,
      redirect_uri: "",
      meta_data: null,
      description: "",
    });
  });

  test("accepts a function, which gets a copy of the stored client", async () => {
    const bed = await withClient();
    const patch = vi.fn((current: OAuthClient): ClientPatch => {
      const { description } = current;
      (current as { redirect_uri: string }).redirect_uri = "https://elsewhere.example/";
      return { description: `${description} 2` };
    });
    const before = await readStoredClient(bed);
    const updated = await bed.tyk.clients.update(onOrders, patch);
    expect(updated).toEqual({ ...before, description: "Shop 2" });
    expect(patch).toHaveBeenCalledTimes(1);
  });

  test.each<[string, () => ClientPatch, string]>([
    ["throws", () => expect.fail("do not quote me"), "function failed (AssertionError)"],
    [
      "returns a promise",
      () => Promise.reject(new Error("late")) as ClientPatch,
      "function must return the patch, not a promise",
    ],
    ["returns undefined", () => undefined as unknown as ClientPatch, "must be an object"],
    [
      "returns a field that cannot change",
      () => ({ secret: "x" }) as ClientPatch,
      'unknown field "secret"',
    ],
  ])("writes nothing if the function %s", async (_, patch, why) => {
    const bed = await withClient();
    const before = await readStoredClient(bed);
    const error = await failure(bed.tyk.clients.update(onOrders, patch));
    expect(error).toMatchObject({ code: "input", outcome: "not-sent" });
    expect(error.message).toContain(why);
    expect(error.message).not.toContain("do not quote me");
    expect(await readStoredClient(bed)).toEqual(before);
  });

  test("accepts odd values only with lint: warn", async () => {
    const bed = await withClient();
    const patch = { redirect_uri: "/cb" };
    expect(await failure(bed.tyk.clients.update(onOrders, patch))).toMatchObject({
      code: "input",
      field: "patch.redirect_uri",
    });
    const call = bed.tyk.clients.update(onOrders, patch, { lint: "warn" });
    const { data, warnings } = await call.withResponse();
    expect(data.redirect_uri).toBe("/cb");
    expect(warnings).toEqual([expect.stringMatching(/^patch\.redirect_uri /)]);
  });

  test("does not write back a number that JSON changed on the way, unless the patch replaces it", async () => {
    const bed = createTestBed();
    await addClient(bed, { meta_data: { deep: [{ id: 2 ** 53 }] } });
    const before = await readStoredClient(bed);
    const error = await failure(bed.tyk.clients.update(onOrders, { description: "x" }));
    expect(error).toMatchObject({ code: "unsupported", outcome: "not-sent" });
    expect(await readStoredClient(bed)).toEqual(before);
    await bed.tyk.clients.update(onOrders, { meta_data: { id: 2 ** 53 - 1 } });
    await bed.tyk.clients.update(onOrders, { description: "x" });
    expect(await readStoredClient(bed)).toMatchObject({
      description: "x",
      meta_data: { id: 2 ** 53 - 1 },
    });
  });

  test.each([
    ["5.14.0", { lead: ["not-found", "not-sent"], narrow: ["unsupported", "not-sent"] }],
    // There the gateway alone can tell.
    ["4.3.0", { lead: ["not-found", "refused"], narrow: ["bad-request", "refused"] }],
  ])("on %s rejects a policy that is unknown, or does not grant the API", async (version, told) => {
    const bed = await withClient({ version });
    const before = await readStoredClient(bed);
    for (const [policy_id, [code, outcome]] of Object.entries(told)) {
      const call = bed.tyk.clients.update(onOrders, { policy_id }, { tokens: "keep" });
      expect(await failure(call), policy_id).toMatchObject({ code, outcome });
    }
    expect(await readStoredClient(bed)).toEqual(before);
  });
});

describe("clients.update of the policy", () => {
  const patch = { policy_id: "silver" };

  test("is rejected without a decision about the tokens", async () => {
    const bed = await withClient();
    const token = await issueToken(bed);
    const error = await failure(bed.tyk.clients.update(onOrders, patch));
    expect(error).toMatchObject({ code: "input", field: "tokens", outcome: "not-sent" });
    expect(await readStoredClient(bed)).toMatchObject({ policy_id: "gold" });
    expect(await callApi(bed, token)).toBe(200);
    // The same policy is no change.
    await bed.tyk.clients.update(onOrders, { policy_id: "gold" });
  });

  test("with tokens: keep leaves them alive, and off the list", async () => {
    const bed = await withClient();
    const token = await issueToken(bed);
    await bed.tyk.clients.update(onOrders, patch, { tokens: "keep" });
    expect(await readStoredClient(bed)).toMatchObject({ policy_id: "silver" });
    expect(await listedCodes(bed)).toEqual([]);
    expect(await callApi(bed, token)).toBe(200);
  });

  test("with tokens: revoke ends them first, and their refresh tokens", async () => {
    const bed = await withClient();
    const { access, refresh } = await issueTokenPair(bed);
    const from = bed.gateway.requests.length;
    const updated = await bed.tyk.clients.update(onOrders, patch, { tokens: "revoke" });
    expect(updated).toMatchObject({ policy_id: "silver" });
    const operations = operationsSince(bed, from);
    expect(operations.indexOf("revokeAllTokens")).toBeLessThan(
      operations.indexOf("updateOAuthClient"),
    );
    expect(await callApi(bed, access)).toBe(403);
    expect(await canRefresh(bed, refresh)).toBe(false);
    expect(await keyCodes(bed)).toEqual([]);
  });

  test("is not written if the end of the known tokens is not proved", async () => {
    const bed = await withClient();
    const { access } = await issueTokenPair(bed);
    bed.gateway.fail({ operation: "revokeAllTokens" }, { status: 503, body: "busy" }, Infinity);
    const error = await failure(bed.tyk.clients.update(onOrders, patch, { tokens: "revoke" }));
    expect(error).toBeInstanceOf(TykIncompleteError);
    expect(error).toMatchObject({
      outcome: "applied",
      report: { apis: [{ apiId: "orders", state: "unverified", ended: 1 }] },
    });
    expect(await readStoredClient(bed)).toMatchObject({ policy_id: "gold" });
    expect(await callApi(bed, access)).toBe(403);
  });

  test("claims no change if nothing was ended and nothing written", async () => {
    const bed = await withClient();
    const before = await snapshot(bed);
    const spoilt = { operation: "getOAuthClientTokens" } as const;
    bed.gateway.fail(spoilt, { status: 503, body: "busy" }, 2);
    const args = { tokens: "revoke", wait: false } as const;
    const error = await failure(bed.tyk.clients.update(onOrders, patch, args));
    expect(error).toMatchObject({ code: "incomplete", outcome: "not-sent" });
    expect(await snapshot(bed)).toMatchObject({ app: before.app });
  });

  test("warns if keys are not listed, because tokens may keep the old policy's rights", async () => {
    const bed = await withClient({ listHashedKeys: false });
    const dropped = (await refreshTokens(bed, (await issueTokenPair(bed)).refresh)).access;
    bed.gateway.advance(2_000);
    const token = await issueToken(bed);
    const call = bed.tyk.clients.update(onOrders, patch, { tokens: "revoke" });
    const { warnings } = await call.withResponse();
    expect(warnings).toEqual([expect.stringContaining("tokens that dropped off the list may be")]);
    expect([await callApi(bed, token), await callApi(bed, dropped)]).toEqual([403, 200]);
  });
});

describe("clients.update with a fault at each request", () => {
  const ours = { description: "Ours" };

  test.each<[FaultName, string]>([
    ["dropped", "connection, unknown"],
    ["applied, then dropped", "connection, unknown"],
    ["503", "server, unknown"],
    ["403 of the admin secret", "authentication, refused"],
  ])("of a description: %s", async (fault, line) => {
    const told = await failEachRequest(
      {
        build: withClient,
        run: (tyk) => tyk.clients.update(onOrders, ours),
        goal: async (bed) => {
          expect(await readStoredClient(bed)).toMatchObject({ ...first, ...ours });
        },
      },
      fault,
    );
    expect(told).toEqual([`updateOAuthClient: ${line}`]);
  });

  test.each(faultNames)("of the policy: %s", async (fault) => {
    let tokens: TokenPair;
    const faultRun: FaultRun = {
      build: async () => {
        const bed = await withClient();
        tokens = await issueTokenPair(bed);
        return bed;
      },
      run: (tyk) => tyk.clients.update(onOrders, { policy_id: "silver" }, { tokens: "revoke" }),
      goal: async (bed) => {
        expect(await readStoredClient(bed)).toMatchObject({ ...first, policy_id: "silver" });
        expect(await callApi(bed, tokens.access)).toBe(403);
        expect(await canRefresh(bed, tokens.refresh)).toBe(false);
      },
    };
    expect(await failEachRequest(faultRun, fault)).not.toEqual([]);
  });
});

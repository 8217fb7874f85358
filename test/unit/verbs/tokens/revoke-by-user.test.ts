import { describe, expect, test } from "vitest";
import type { TykOAuth, UserTokensReport } from "../../../../src/index.ts";
import type { GatewayOptions } from "../../../../src/testing/index.ts";
import { isRecord } from "../../../../src/util/json.ts";
import { failure } from "../../../support/util/failure.ts";
import {
  callApi,
  canRefresh,
  issueToken,
  issueTokenPair,
  listedCodes,
  refreshTokens,
} from "../../../support/gateway/oauth-flow.ts";
import type { TokenPair } from "../../../support/gateway/oauth-flow.ts";
import {
  addClient,
  clientId,
  clientWithOtherWriter,
  createTestBed,
  operationsSince,
  testBedWithOneCopy,
} from "../../../support/gateway/test-bed.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";

const where = { meta_data: { user: "u1" } };
const ofU1 = { apiId: "orders", where };
const report = { ifUnproved: "report" } as const;

/** Issues a pair for a user. Each is issued in a different second, so the lists keep all of them. */
async function pairOf(
  bed: TestBed,
  user: string,
  id = clientId,
  api = "orders",
): Promise<TokenPair> {
  const rules = { org_id: "acme", apply_policies: ["gold"], meta_data: { user } };
  const pair = await issueTokenPair(bed, { id, api }, rules);
  bed.gateway.advance(1_000);
  return pair;
}

function isUser(metaData: unknown, user: string): boolean {
  return isRecord(metaData) && metaData["user"] === user;
}

function clientsOf({ clients }: UserTokensReport): string[] {
  return clients.map(({ clientId: id, refreshTokens: state }) => `${id}: ${state}`);
}

const variants: [string, GatewayOptions][] = [
  ["5.14.0, hashed", { version: "5.14.0" }],
  ["5.14.0, plain", { version: "5.14.0", hashKeys: false }],
  ["3.0.0, hashed", { version: "3.0.0" }],
  ["3.0.0, plain", { version: "3.0.0", hashKeys: false }],
];

describe.each(variants)("tokens.revokeByUser on %s", (_, options) => {
  test("ends the tokens of one user, and names a client that other users share", async () => {
    const bed = await testBedWithOneCopy(options);
    const [mine, other] = [await pairOf(bed, "u1"), await pairOf(bed, "u2")];
    const ended = await bed.tyk.tokens.revokeByUser(ofU1, report);
    expect(ended.apis).toMatchObject([
      { apiId: "orders", state: "refused-at-api", count: 1, ended: 1, writtenBack: 0 },
    ]);
    expect(clientsOf(ended)).toEqual(["app: may-be-alive"]);
    expect(ended.clients[0]?.reason).toMatch(
      /not certainly this user's.*Pass them as refreshTokens/,
    );
    expect(await callApi(bed, mine.access)).toBe(403);
    expect(await callApi(bed, other.access)).toBe(200);
    // As the report says, the client can still issue tokens for the user.
    expect(await canRefresh(bed, mine.refresh)).toBe(true);
    expect(await canRefresh(bed, other.refresh)).toBe(true);
  });

  test("ends the refresh tokens of a client whose whole list is this user's", async () => {
    const bed = await testBedWithOneCopy(options);
    await addClient(bed, { client_id: "own" });
    await addClient(bed, { client_id: "own", api_id: "billing" });
    const [first, second] = [await pairOf(bed, "u1", "own"), await pairOf(bed, "u1", "own")];
    const elsewhere = await pairOf(bed, "u2", "own", "billing");
    const ended = await bed.tyk.tokens.revokeByUser(ofU1);
    expect(ended.apis).toMatchObject([{ state: "refused-at-api", ended: 2 }]);
    expect(clientsOf(ended)).toEqual(["own: revoked"]);
    expect(ended.clients[0]?.reason).toContain("another user got between that read");
    for (const { access, refresh } of [first, second]) {
      expect(await callApi(bed, access)).toBe(403);
      expect(await canRefresh(bed, refresh, { id: "own" })).toBe(false);
    }
    // The copy on another API has the same secret, and its tokens stay.
    expect(await callApi(bed, elsewhere.access, "billing")).toBe(200);
    expect(await canRefresh(bed, elsewhere.refresh, { id: "own", api: "billing" })).toBe(true);
  });
});

describe("tokens.revokeByUser", () => {
  test("throws with the report if a client may still issue tokens for the user", async () => {
    const bed = await testBedWithOneCopy();
    await pairOf(bed, "u1");
    await pairOf(bed, "u2");
    const error = await failure(bed.tyk.tokens.revokeByUser(ofU1));
    expect(error).toMatchObject({ code: "incomplete", outcome: "applied" });
    expect(error.report).toMatchObject({
      apis: [{ state: "refused-at-api" }],
      clients: [{ refreshTokens: "may-be-alive" }],
    });
    expect(JSON.stringify(error.report)).not.toContain("u1");
  });

  test("revokes the refresh tokens that the caller passes, and claims no proof", async () => {
    const bed = await testBedWithOneCopy();
    const [mine, other] = [await pairOf(bed, "u1"), await pairOf(bed, "u2")];
    const args = { ...report, refreshTokens: [mine.refresh, "unknown"] };
    const ended = await bed.tyk.tokens.revokeByUser(ofU1, args);
    expect(ended.refreshTokens).toMatchObject({ count: 2, confirmed: 2, state: "unverified" });
    expect(clientsOf(ended)).toEqual(["app: may-be-alive"]);
    expect(await canRefresh(bed, mine.refresh)).toBe(false);
    expect(await canRefresh(bed, other.refresh)).toBe(true);
    expect(JSON.stringify(ended)).not.toContain(mine.refresh);
  });

  test("reports a refresh token that could not be revoked, and goes on", async () => {
    const bed = await testBedWithOneCopy();
    const { access } = await pairOf(bed, "u1");
    bed.gateway.fail({ operation: "invalidateOAuthRefresh" }, { status: 500, body: "" });
    const args = { ...report, refreshTokens: ["first", "second"] };
    const ended = await bed.tyk.tokens.revokeByUser(ofU1, args);
    expect(ended.refreshTokens).toMatchObject({
      count: 2,
      confirmed: 1,
      reason: "a refresh token could not be revoked (server)",
    });
    expect(await callApi(bed, access)).toBe(403);
  });

  test("says in the error how many passed refresh tokens could not be revoked", async () => {
    const bed = await testBedWithOneCopy();
    bed.gateway.fail({ operation: "invalidateOAuthRefresh" }, { status: 500, body: "" });
    const call = bed.tyk.tokens.revokeByUser(ofU1, { refreshTokens: ["first", "second"] });
    const { message } = await failure(call);
    expect(message).toContain("1 of the 2 passed refresh tokens could not be revoked");
    expect(message).not.toContain("first");
  });

  test("finds a token that no list names", async () => {
    const bed = await testBedWithOneCopy();
    const next = await refreshTokens(bed, (await pairOf(bed, "u1")).refresh);
    const ended = await bed.tyk.tokens.revokeByUser(ofU1, report);
    expect(ended.apis).toMatchObject([{ state: "refused-at-api", ended: 1 }]);
    expect(await callApi(bed, next.access)).toBe(403);
    const canStillRefresh = await canRefresh(bed, next.refresh);
    expect(clientsOf(ended)).toEqual([`app: ${canStillRefresh ? "may-be-alive" : "revoked"}`]);
  });

  test("ends a token that a refresh issues between its reads", async () => {
    const bed = await testBedWithOneCopy();
    const pair = await pairOf(bed, "u1");
    await pairOf(bed, "u2");
    let next: TokenPair | undefined;
    const refresh = async (): Promise<void> => {
      bed.gateway.advance(1_000);
      next = await refreshTokens(bed, pair.refresh);
    };
    const tyk = clientWithOtherWriter(bed, "after", /^DELETE \/tyk\/keys\//, refresh);
    const ended = await tyk.tokens.revokeByUser(ofU1, report);
    expect(ended.apis).toMatchObject([{ state: "refused-at-api", ended: 2 }]);
    expect(await callApi(bed, next?.access ?? "")).toBe(403);
  });

  test("does not revoke by the secret if another user's token is listed before the last read", async () => {
    const bed = await testBedWithOneCopy();
    const mine = await pairOf(bed, "u1");
    let other: TokenPair | undefined;
    const login = async (): Promise<void> => {
      other = await pairOf(bed, "u2");
    };
    const tyk = clientWithOtherWriter(bed, "after", /^GET .*\/orders\/app\/tokens/, login);
    const ended = await tyk.tokens.revokeByUser(ofU1, report);
    expect(clientsOf(ended)).toEqual(["app: may-be-alive"]);
    expect(await callApi(bed, mine.access)).toBe(403);
    expect(await callApi(bed, other?.access ?? "")).toBe(200);
    expect(await canRefresh(bed, other?.refresh ?? "")).toBe(true);
  });

  test("does not revoke by the secret if the list names a token whose session is gone", async () => {
    const bed = await testBedWithOneCopy();
    const other = await pairOf(bed, "u2");
    const [listedCode = ""] = await listedCodes(bed);
    await bed.tyk.tokens.revoke({ apiId: "orders", listedCode });
    await pairOf(bed, "u1");
    const ended = await bed.tyk.tokens.revokeByUser(ofU1, report);
    expect(clientsOf(ended)).toEqual(["app: may-be-alive"]);
    expect(await canRefresh(bed, other.refresh)).toBe(true);
  });

  test("does not take a client's own tokens for the user's", async () => {
    const bed = await testBedWithOneCopy();
    const own = await issueToken(bed);
    bed.gateway.advance(1_000);
    await pairOf(bed, "u1");
    const ended = await bed.tyk.tokens.revokeByUser(ofU1, report);
    expect(clientsOf(ended)).toEqual(["app: may-be-alive"]);
    expect(await callApi(bed, own)).toBe(200);
  });

  test("removes a token in use until it stays away", async () => {
    const bed = await testBedWithOneCopy({ writeBacks: { times: 3, afterRequests: 2 } });
    const { access } = await pairOf(bed, "u1");
    await pairOf(bed, "u2");
    expect(await callApi(bed, access)).toBe(200);
    const ended = await bed.tyk.tokens.revokeByUser(ofU1, report);
    expect(ended.apis).toMatchObject([{ state: "refused-at-api", ended: 1 }]);
    expect(ended.apis[0]?.writtenBack).toBeGreaterThan(0);
    expect(await callApi(bed, access)).toBe(403);
  });

  test("says what it cannot see if the gateway does not list its keys", async () => {
    const bed = await testBedWithOneCopy({ listHashedKeys: false });
    const mine = await pairOf(bed, "u1");
    const ended = await bed.tyk.tokens.revokeByUser(ofU1, report);
    expect(ended.apis).toMatchObject([{ state: "unverified", ended: 1 }]);
    expect(ended.apis[0]?.reason).toContain("does not list hashed keys");
    expect(clientsOf(ended)).toEqual(["app: revoked"]);
    expect(await callApi(bed, mine.access)).toBe(403);
    expect(await canRefresh(bed, mine.refresh)).toBe(false);
    const withoutSweep = await bed.tyk.tokens.revokeByUser(ofU1, { ...report, sweep: false });
    expect(withoutSweep.apis[0]?.reason).toContain("sweep is false");
  });

  test("proves nothing while storage is down", async () => {
    const bed = await testBedWithOneCopy();
    await pairOf(bed, "u1");
    bed.gateway.fail(() => true, { storage: "down" }, Infinity);
    const error = await failure(bed.tyk.tokens.revokeByUser(ofU1, { wait: false }));
    expect(error.code).toBe("incomplete");
    expect(error.report).toMatchObject({ apis: [{ state: "unverified" }] });
  });

  test("ends tokens on an API that does not use OAuth, and names their clients", async () => {
    const bed = createTestBed({
      apis: ["orders", { api_id: "vault", use_standard_auth: true }],
      policies: { gold: ["orders", "vault"] },
    });
    await addClient(bed);
    const { access } = await pairOf(bed, "u1");
    expect(await callApi(bed, access, "vault")).toBe(200);
    const ended = await bed.tyk.tokens.revokeByUser({ apiId: "vault", where }, report);
    expect(ended.apis).toMatchObject([{ apiId: "vault", state: "refused-at-api", ended: 1 }]);
    expect(clientsOf(ended)).toEqual(["app: may-be-alive"]);
    expect(ended.clients[0]?.reason).toContain("belong to another API");
    expect(await callApi(bed, access, "vault")).toBe(403);
  });

  test("changes nothing in a dry run, and plans what a run sends", async () => {
    const isWrite = (name = ""): boolean => /^(?:delete|revoke|invalidate)/.test(name);
    const plan = async (tyk: TykOAuth, refresh: string): Promise<(string | undefined)[]> => {
      const args = { ...report, wait: false, refreshTokens: [refresh] };
      const { steps } = await tyk.tokens.revokeByUser(ofU1, args).withResponse();
      return steps.map(({ operation }) => operation).filter(isWrite);
    };
    const bed = await testBedWithOneCopy();
    await addClient(bed, { client_id: "own" });
    const mine = await pairOf(bed, "u1");
    await pairOf(bed, "u2");
    await pairOf(bed, "u1", "own");
    const from = bed.gateway.requests.length;
    const planned = await plan(bed.tyk.withOptions({ dryRun: true }), mine.refresh);
    expect(operationsSince(bed, from).filter(isWrite)).toEqual([]);
    expect(planned).toEqual(["invalidateOAuthRefresh", "revokeAllTokens", "deleteKey"]);
    expect(await plan(bed.tyk, mine.refresh)).toEqual(planned);
  });

  test("gives the report of what it ended to an error that ends it", async () => {
    const bed = await testBedWithOneCopy();
    await pairOf(bed, "u1");
    const controller = new AbortController();
    const tyk = clientWithOtherWriter(bed, "after", /^DELETE \/tyk\/keys\//, () => {
      controller.abort();
      return Promise.resolve();
    });
    await pairOf(bed, "u2");
    const call = tyk.tokens.revokeByUser(ofU1, {}, { signal: controller.signal });
    const error = await failure(call);
    expect(error).toMatchObject({ code: "aborted", report: { clients: [{ clientId: "app" }] } });
  });

  test("accepts a function, and reports its progress", async () => {
    const bed = await testBedWithOneCopy();
    await pairOf(bed, "u1");
    const phases = new Set<string>();
    const ended = await bed.tyk.tokens.revokeByUser(
      { apiId: "orders", where: (session) => isUser(session.meta_data, "u1") },
      {},
      { onProgress: ({ phase }) => phases.add(phase) },
    );
    expect(ended.apis).toMatchObject([{ ended: 1 }]);
    expect([...phases]).toEqual(expect.arrayContaining(["sweep", "revoke", "wait", "check"]));
  });
});

/** A token that is in use is stored again by requests that were in flight while it was removed (trap 24). */
import { describe, expect, test } from "vitest";
import type { TokensReport, TykOAuth } from "../../../../src/index.ts";
import { failure } from "../../../support/util/failure.ts";
import {
  canRefresh,
  issueTokenPair,
  keyCodes,
  listedCodes,
  issueToken,
  callApi,
} from "../../../support/gateway/oauth-flow.ts";
import type { TokenPair } from "../../../support/gateway/oauth-flow.ts";
import {
  clientId,
  onAllApis,
  onOrders,
  testBedWithOneCopy,
  testBedWithTwoCopies,
  storedSecret,
  clientWithSleep,
} from "../../../support/gateway/test-bed.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";

/** Four pairs that somebody is using. */
async function underFire(
  times: number,
  afterRequests = 1,
  keyRules?: object,
): Promise<{ bed: TestBed; pairs: TokenPair[] }> {
  const bed = await testBedWithOneCopy({ writeBacks: { times, afterRequests } });
  const pairs: TokenPair[] = [];
  for (let at = 0; at < 4; at += 1) pairs.push(await issueTokenPair(bed, {}, keyRules));
  for (const { access } of pairs) expect(await callApi(bed, access)).toBe(200);
  return { bed, pairs };
}

const ending: Record<string, (tyk: TykOAuth) => Promise<TokensReport | undefined>> = {
  "tokens.revokeAll": (tyk) => tyk.tokens.revokeAll(onOrders),
  "clients.cutOff": async (tyk) => (await tyk.clients.cutOff({ clientId })).report,
  "clients.delete": async (tyk) => (await tyk.clients.delete(onOrders)).tokens,
};

const timesAndRequests: [times: number, afterRequests: number][] = [
  [1, 1],
  [3, 1],
  [21, 2],
  [5, 7],
];

describe.each(Object.entries(ending))("%s of tokens in use", (name, run) => {
  test.each(timesAndRequests)(
    "that come back %i times ends them, and reports the count",
    async (times, afterRequests) => {
      const { bed, pairs } = await underFire(times, afterRequests);
      const report = await run(bed.tyk);
      expect(report?.apis).toMatchObject([{ apiId: "orders", state: "refused-at-api", ended: 4 }]);
      // A session that came back within a read and its removal is one that was there all the time.
      const [{ writtenBack } = { writtenBack: 0 }] = report?.apis ?? [];
      expect(writtenBack).toBeGreaterThan(0);
      expect(writtenBack).toBeLessThanOrEqual(4 * times);
      expect(await keyCodes(bed)).toEqual([]);
      const secret = await storedSecret(bed, "orders");
      for (const { access, refresh } of pairs) {
        expect(await callApi(bed, access)).toBe(403);
        if (name !== "clients.delete")
          expect(await canRefresh(bed, refresh, secret === undefined ? {} : { secret })).toBe(
            false,
          );
      }
    },
  );

  test("that always come back reports them as alive", async () => {
    const { bed } = await underFire(Infinity);
    const error = await failure(run(bed.tyk));
    expect(error).toMatchObject({
      code: "incomplete",
      report: { apis: [{ state: "still-alive" }] },
    });
    // A token that was just removed is not always back before the last read.
    const [{ count } = { count: 0 }] = (error as { report: TokensReport }).report.apis;
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(4);
  });
});

test.each([...timesAndRequests, [1, 0], [2, 0], [3, 2]])(
  "tokens.revokeByUser of tokens in use that come back %i times, %i requests later, ends them with their refresh tokens",
  async (times, afterRequests) => {
    const rules = { org_id: "acme", apply_policies: ["gold"], meta_data: { user: "u1" } };
    const { bed, pairs } = await underFire(times, afterRequests, rules);
    const where = { meta_data: { user: "u1" } };
    const { apis, clients } = await bed.tyk.tokens.revokeByUser({ apiId: "orders", where });
    expect(apis).toMatchObject([{ apiId: "orders", state: "refused-at-api" }]);
    expect(clients).toMatchObject([{ clientId, refreshTokens: "revoked" }]);
    for (const { access, refresh } of pairs) {
      expect(await callApi(bed, access)).toBe(403);
      expect(await canRefresh(bed, refresh)).toBe(false);
    }
  },
);

describe("a gateway that confirms a revocation and does nothing", () => {
  const confirmed = { status: 200, body: { status: "ok", message: "" } };
  const state = "unverified";
  const reason = "the refresh tokens behind listed tokens were not revoked";

  test("is noticed although the tokens are in use: they stay on the list", async () => {
    const { bed, pairs } = await underFire(2);
    bed.gateway.fail({ operation: "revokeAllTokens" }, confirmed, Infinity);
    const { apis } = await bed.tyk.tokens.revokeAll(onOrders, { ifUnproved: "report" });
    expect(apis).toMatchObject([{ state, reason, ended: 4 }]);
    expect(apis[0]?.writtenBack).toBeGreaterThan(0);
    for (const { access, refresh } of pairs) {
      expect(await callApi(bed, access)).toBe(403);
      expect(await canRefresh(bed, refresh)).toBe(true);
    }
  });

  test("is noticed by a later read of the list, after a revocation that worked", async () => {
    const { bed } = await underFire(1, 0);
    let later: TokenPair | undefined;
    const tyk = clientWithSleep(bed, async (ms) => {
      bed.gateway.advance(ms);
      if (later === undefined)
        bed.gateway.fail({ operation: "revokeAllTokens" }, confirmed, Infinity);
      later ??= await issueTokenPair(bed);
      await callApi(bed, later.access);
    });
    const { apis } = await tyk.tokens.revokeAll(onOrders, { ifUnproved: "report" });
    expect(apis).toMatchObject([{ state, reason, ended: 5 }]);
    expect(await canRefresh(bed, later?.refresh ?? "")).toBe(true);
  });
});

test.each([
  ["once", 1],
  ["always", Infinity],
])(
  "a list whose read fails %s is not emptied: its tokens that come back would be lost",
  async (_, times) => {
    const policies = { basic: ["orders"], gold: ["billing"] };
    const bed = await testBedWithTwoCopies(
      {},
      { policies, writeBacks: { times: 1, afterRequests: 1 } },
    );
    await bed.raw.updateOAuthClient({
      path: { apiID: "orders", keyName: clientId },
      body: { redirect_uri: redirectUri, policy_id: "basic" },
    });
    const onBilling = await issueTokenPair(bed, { api: "billing" });
    expect(await callApi(bed, (await issueTokenPair(bed)).access)).toBe(200);
    expect(await callApi(bed, onBilling.access, "billing")).toBe(200);
    const [code = ""] = await listedCodes(bed, "billing");
    const fault = bed.gateway.fail(
      ({ path, headers }) =>
        path.endsWith(`/billing/${clientId}/tokens`) && headers["user-agent"] !== undefined,
      "html",
      times,
    );
    const ended: unknown = await bed.tyk.clients
      .delete(onAllApis, { sweep: false })
      .catch((error: unknown) => error);
    const isDeleted = (await storedSecret(bed, "billing")) === undefined;
    expect(isDeleted).toBe(times === 1);
    if (isDeleted) expect(await keyCodes(bed)).toEqual([]);
    else {
      expect(ended).toMatchObject({ code: "incomplete" });
      fault.remove();
      expect(await listedCodes(bed, "billing")).toEqual([code]);
    }
  },
);

test("a gateway from 5.15 on writes nothing back", async () => {
  const bed = await testBedWithOneCopy({ version: "5.15.0", writeBacks: 3 });
  expect(await callApi(bed, await issueToken(bed))).toBe(200);
  const { apis } = await bed.tyk.tokens.revokeAll(onOrders);
  expect(apis).toMatchObject([{ state: "refused-at-api", ended: 1, writtenBack: 0 }]);
});

test.each([
  ["token", 1],
  ["token", 2],
  ["listedCode", 1],
  ["listedCode", 2],
] as const)(
  "tokens.revoke by %s removes a token until it stays away, if it is back after %i requests",
  async (by, afterRequests) => {
    const bed = await testBedWithOneCopy({ writeBacks: { times: 5, afterRequests } });
    const token = await issueToken(bed);
    expect(await callApi(bed, token)).toBe(200);
    const [listedCode = ""] = await listedCodes(bed);
    const target = by === "token" ? { clientId, token } : { apiId: "orders", listedCode };
    const revoked = await bed.tyk.tokens.revoke(target);
    expect(revoked).toMatchObject({ state: "gone-from-storage" });
    expect(revoked.writtenBack).toBeGreaterThan(0);
    expect(await callApi(bed, token)).toBe(403);
    expect(await keyCodes(bed)).toEqual([]);
  },
);

test("tokens.revoke removes a token that is back only at the last read", async () => {
  const bed = await testBedWithOneCopy({
    hashKeys: false,
    writeBacks: { times: 3, afterRequests: 2 },
  });
  const token = await issueToken(bed);
  expect(await callApi(bed, token)).toBe(200);
  const revoked = await bed.tyk.tokens.revoke({ clientId, token });
  expect(revoked).toMatchObject({ state: "gone-from-storage" });
  expect(revoked.writtenBack).toBeGreaterThan(0);
  expect(await callApi(bed, token)).toBe(403);
});

test("tokens.revoke removes a token 200 times in all, however often it stays away in between", async () => {
  const bed = await testBedWithOneCopy();
  const token = await issueToken(bed);
  const [listedCode = ""] = await listedCodes(bed);
  let session: Response | undefined;
  const state = { isAlive: true, removals: 0, quietReads: 0 };
  const tyk = bed.gateway.client({
    maxRetries: 0,
    fetch: async (url, init) => {
      if (!new URL(url).pathname.endsWith(`/tyk/keys/${listedCode}`))
        return bed.gateway.fetch(url, init);
      session ??= await bed.gateway.fetch(url, init);
      if (init.method === "DELETE") {
        Object.assign(state, { isAlive: false, quietReads: 0, removals: state.removals + 1 });
        return Response.json({ key: listedCode, status: "ok", action: "deleted" });
      }
      // After each sixtieth removal the token is back only at the read that would confirm its end.
      state.quietReads += 1;
      state.isAlive ||= state.quietReads > (state.removals % 60 === 0 ? 20 : 1);
      return state.isAlive
        ? session.clone()
        : Response.json(
            { status: "error", message: "There is no such key found" },
            { status: 404 },
          );
    },
  });
  expect(await tyk.tokens.revoke({ clientId, token })).toMatchObject({ state: "still-alive" });
  expect(state.removals).toBe(200);
});

import { describe, expect, test } from "vitest";
import type { TokensReport } from "../../../../src/index.ts";
import { failure } from "../../../support/util/failure.ts";
import { fakeTimeouts, passTime } from "../../../support/util/fake-timeouts.ts";
import { faultNames, failEachRequest } from "../../../support/gateway/fail-each-request.ts";
import type { FaultRun } from "../../../support/gateway/fail-each-request.ts";
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
  clientId,
  onAllApis,
  clientWithOtherWriter,
  createTestBed,
  onOrders,
  operationsSince,
  testBedWithOneCopy,
  testBedWithTwoCopies,
  sleepUntilAborted,
  clientWithSleep,
} from "../../../support/gateway/test-bed.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";
import { revokeAndReport, reportIn } from "../../../support/gateway/revocation-report.ts";

describe("tokens.revokeAll", () => {
  test("ends the listed tokens and their refresh tokens, and proves it", async () => {
    const bed = await testBedWithOneCopy();
    const { access, refresh: token } = await issueTokenPair(bed);
    const from = bed.gateway.requests.length;
    const { data, steps } = await bed.tyk.tokens.revokeAll(onOrders).withResponse();
    expect(data).toMatchObject({ clientId, gateway: bed.gateway.url, dryRun: false });
    const line = { apiId: "orders", state: "refused-at-api", count: 1, ended: 1, writtenBack: 0 };
    expect(data.apis).toEqual([{ ...line, checkedAt: "2030-01-01T00:00:11.000Z" }]);
    expect(data.startedAt).toBe("2030-01-01T00:00:00.000Z");
    // Each key is looked up by a request of its own, which is no step.
    expect(steps.map(({ operation }) => operation)).not.toContain("getKey");
    const last = ["getKey", "listKeys", "getOAuthClient", "getOAuthClient"];
    expect(operationsSince(bed, from).slice(-4)).toEqual(last);
    expect(await callApi(bed, access)).toBe(403);
    expect(await canRefresh(bed, token)).toBe(false);
  });

  test("ends tokens that a refresh, or a revocation in the same second, removed from the list", async () => {
    const bed = await testBedWithOneCopy();
    const refreshed = await refreshTokens(bed, (await issueTokenPair(bed)).refresh);
    bed.gateway.advance(2_000);
    const [token, dropped] = [await issueToken(bed), await issueToken(bed)];
    await bed.raw.revokeSingleToken({ body: { token, client_id: clientId } });
    expect(await listedCodes(bed)).toEqual([]);
    for (const stray of [refreshed.access, dropped]) expect(await callApi(bed, stray)).toBe(200);
    expect(await revokeAndReport(bed)).toMatchObject([{ state: "refused-at-api", ended: 2 }]);
    for (const stray of [refreshed.access, dropped]) expect(await callApi(bed, stray)).toBe(403);
  });

  /** Either a refresh token is dead, or it is said that it may live. */
  async function expectHonest(
    bed: TestBed,
    apis: TokensReport["apis"],
    token: string,
  ): Promise<void> {
    expect(await keyCodes(bed)).toEqual([]);
    const isClaimed = apis[0]?.state === "refused-at-api";
    expect(isClaimed && (await canRefresh(bed, token))).toBe(false);
  }

  test("ends refresh tokens if only the second read of the list succeeds", async () => {
    const bed = await testBedWithOneCopy();
    const { refresh: token } = await issueTokenPair(bed);
    bed.gateway.fail({ operation: "getOAuthClientTokens" }, { status: 503, body: "busy" });
    await expectHonest(bed, await revokeAndReport(bed), token);
  });

  test("ends the refresh token of a grant between the read of the list and the read of the keys", async () => {
    const bed = await testBedWithOneCopy();
    let token = "";
    const tyk = clientWithOtherWriter(bed, "after", /\/tokens$/, async () => {
      token = (await issueTokenPair(bed)).refresh;
    });
    await expectHonest(bed, await revokeAndReport({ ...bed, tyk }), token);
  });

  test("works if keys are not hashed, and if an API's index is broken", async () => {
    for (const options of [{ hashKeys: false }, {}]) {
      const bed = await testBedWithOneCopy(options);
      await addClient(bed, { client_id: "broken" });
      bed.gateway.evictClient("orders", "broken");
      const { access, refresh: token } = await issueTokenPair(bed);
      expect(await revokeAndReport(bed)).toMatchObject([{ state: "refused-at-api", ended: 1 }]);
      expect(await callApi(bed, access)).toBe(403);
      expect(await canRefresh(bed, token)).toBe(false);
    }
  });

  test("leaves copies that are not named alone, though they share the secret, and other clients", async () => {
    const policies = { gold: ["orders"], silver: ["billing"], both: ["orders", "billing"] };
    const bed = await testBedWithTwoCopies({ policy_id: "silver" }, { policies });
    await addClient(bed, { client_id: "other" });
    const others = [await issueToken(bed, { id: "other" }), await issueToken(bed)];
    const onBilling = await issueTokenPair(bed, { api: "billing" });
    await bed.tyk.tokens.revokeAll(onOrders);
    expect(await callApi(bed, others[0] ?? "")).toBe(200);
    expect(await callApi(bed, others[1] ?? "")).toBe(403);
    expect(await callApi(bed, onBilling.access, "billing")).toBe(200);
    expect(await listedCodes(bed, "billing")).toHaveLength(1);
    expect(await canRefresh(bed, onBilling.refresh, { api: "billing" })).toBe(true);
    // A token that opens this API is ended, wherever it was issued.
    await addClient(bed, { api_id: "billing", policy_id: "both" });
    const token = await issueToken(bed, { api: "billing" });
    await bed.tyk.tokens.revokeAll(onOrders);
    expect(await callApi(bed, token)).toBe(403);
  });

  test("reports an unknown client without tokens as not found", async () => {
    const { tyk } = createTestBed();
    for (const target of [onOrders, onAllApis, { clientId, apis: ["orders"] }]) {
      const error = await failure(tyk.tokens.revokeAll(target));
      expect(error).toMatchObject({ code: "not-found", outcome: "not-sent" });
    }
  });

  test("does not report a client as having no tokens if they cannot be read", async () => {
    const bed = await testBedWithOneCopy();
    await issueToken(bed);
    await bed.raw.deleteOAuthClient({ path: { apiID: "orders", keyName: clientId } });
    for (const operation of ["getOAuthClientTokens", "listKeys"] as const)
      bed.gateway.fail({ operation }, "drop", Infinity);
    const error = await failure(bed.tyk.tokens.revokeAll(onOrders));
    expect(error.code).not.toBe("not-found");
  });

  test("of a deleted client ends what it left, and never claims to end its refresh tokens", async () => {
    const bed = await testBedWithOneCopy();
    const { access } = await issueTokenPair(bed);
    await bed.raw.deleteOAuthClient({ path: { apiID: "orders", keyName: clientId } });
    const first = await failure(bed.tyk.tokens.revokeAll(onOrders));
    const reason = "the refresh tokens behind listed tokens were not revoked";
    expect(reportIn(first).apis).toMatchObject([{ state: "unverified", ended: 1, reason }]);
    expect(await keyCodes(bed)).toEqual([]);
    // Nothing has become of the refresh token since.
    expect(await revokeAndReport(bed)).toMatchObject([{ state: "unverified" }]);
    await addClient(bed);
    expect(await callApi(bed, access)).toBe(403);
  });
});

describe("tokens.revokeAll and the session cache", () => {
  /** A token that is in the cache. */
  async function cached(): Promise<[TestBed, string]> {
    const bed = await testBedWithOneCopy({ hashKeyFunction: undefined });
    const token = await issueToken(bed);
    expect(await callApi(bed, token)).toBe(200);
    return [bed, token];
  }

  test("waits until the API refuses the tokens in use", async () => {
    const [bed, token] = await cached();
    expect(await revokeAndReport(bed)).toMatchObject([{ state: "refused-at-api" }]);
    expect(await callApi(bed, token)).toBe(403);
  });

  test("with wait: false reports only that the tokens are gone from storage", async () => {
    const [bed, token] = await cached();
    expect(await revokeAndReport(bed, { wait: false })).toMatchObject([
      { state: "gone-from-storage" },
    ]);
    expect(await callApi(bed, token)).toBe(200);
    bed.gateway.advance(10_001);
    expect(await callApi(bed, token)).toBe(403);
  });

  test("waits as long as the caller wants", async () => {
    const [bed] = await cached();
    const { startedAt, apis } = await bed.tyk.tokens.revokeAll(onOrders, { wait: 60_000 });
    expect(Date.parse(apis[0]?.checkedAt ?? "") - Date.parse(startedAt)).toBe(60_000);
    for (const wait of [0, -1, 600_001, Number.NaN, "11" as unknown as number])
      expect(await failure(bed.tyk.tokens.revokeAll(onOrders, { wait }))).toMatchObject({
        field: "wait",
      });
  });

  test("ends tokens that are issued during the wait, and waits again", async () => {
    const bed = await testBedWithOneCopy();
    const issued: string[] = [];
    const waits: number[] = [];
    const tyk = (issueCount: number): TestBed["tyk"] =>
      clientWithSleep(bed, async (ms) => {
        waits.push(ms);
        bed.gateway.advance(ms);
        if (issued.length < issueCount) issued.push(await issueToken(bed));
      });
    const done = await tyk(1).tokens.revokeAll(onOrders);
    expect(waits).toEqual([11_000, 11_000]);
    expect(done.apis).toMatchObject([{ state: "refused-at-api", ended: 1 }]);
    for (const token of issued) expect(await callApi(bed, token)).toBe(403);

    const error = await failure(tyk(Infinity).tokens.revokeAll(onOrders));
    expect(reportIn(error).apis).toMatchObject([
      {
        state: "unverified",
        reason: expect.stringContaining("were still being issued") as unknown,
      },
    ]);
  });

  test("ends the wait on an abort or the deadline, and reports what was done", async () => {
    fakeTimeouts();
    for (const code of ["aborted", "timeout"]) {
      const bed = await testBedWithOneCopy();
      await issueToken(bed);
      const stop = new AbortController();
      const tyk = clientWithSleep(bed, (ms, signal) => {
        if (code === "aborted") stop.abort();
        else setImmediate(passTime, 100);
        return sleepUntilAborted(ms, signal);
      });
      const options = code === "aborted" ? { signal: stop.signal } : { deadlineMs: 100 };
      const error = await failure(tyk.tokens.revokeAll(onOrders, {}, options));
      expect(error).toMatchObject({ code, outcome: "applied", operation: "tokens.revokeAll" });
      expect(error.steps.map(({ operation }) => operation)).toContain("revokeAllTokens");
      expect(reportIn(error).apis).toMatchObject([{ state: "gone-from-storage", ended: 1 }]);
      expect(await keyCodes(bed)).toEqual([]);
    }
  });
});

test.each(faultNames)("tokens.revokeAll with a fault at each request: %s", async (fault) => {
  const ofBilling = { api: "billing", secret: "drifted" };
  let left: readonly [TokenPair, TokenPair, TokenPair];
  const faultRun: FaultRun = {
    build: async () => {
      const bed = await testBedWithTwoCopies({ secret: "drifted" });
      // One that a refresh took off the list.
      const stray = await refreshTokens(bed, (await issueTokenPair(bed)).refresh);
      bed.gateway.advance(2_000);
      left = [stray, await issueTokenPair(bed), await issueTokenPair(bed, ofBilling)];
      return bed;
    },
    run: (tyk) => tyk.tokens.revokeAll(onAllApis),
    goal: async (bed) => {
      const [stray, onOrders, onBilling] = left;
      expect(await keyCodes(bed)).toEqual([]);
      expect(await callApi(bed, stray.access)).toBe(403);
      expect(await canRefresh(bed, onOrders.refresh)).toBe(false);
      expect(await canRefresh(bed, onBilling.refresh, ofBilling)).toBe(false);
    },
  };
  expect(await failEachRequest(faultRun, fault)).not.toEqual([]);
});

import { describe, expect, test } from "vitest";
import type { TykProgress } from "../../../../src/index.ts";
import type { RecordedRequest } from "../../../../src/testing/index.ts";
import { leaks } from "../../../support/secrets/leaks.ts";
import { failure } from "../../../support/util/failure.ts";
import {
  canRefresh,
  issueTokenPair,
  listedCodes,
  issueToken,
  refreshTokens,
  callApi,
} from "../../../support/gateway/oauth-flow.ts";
import {
  clientId,
  clientWithOtherWriter,
  onOrders,
  testBedWithOneCopy,
} from "../../../support/gateway/test-bed.ts";
import { revokeAndReport, reportIn } from "../../../support/gateway/revocation-report.ts";

describe("tokens.revokeAll without proof", () => {
  const busy = { status: 503, body: "busy" };

  test("reports that keys are not listed, or must not be searched", async () => {
    for (const [options, args] of [
      [{ listHashedKeys: false }, {}],
      [{}, { sweep: false }],
    ] as const) {
      const bed = await testBedWithOneCopy(options);
      const dropped = (await refreshTokens(bed, (await issueTokenPair(bed)).refresh)).access;
      bed.gateway.advance(1_000);
      const token = await issueToken(bed);
      const error = await failure(bed.tyk.tokens.revokeAll(onOrders, args));
      expect(error).toMatchObject({ code: "incomplete", outcome: "applied" });
      const line = { state: "unverified", count: 0, ended: 1 };
      expect(reportIn(error).apis).toMatchObject([line]);
      expect(reportIn(error).apis[0]?.reason).toContain("tokens that dropped off the list may be");
      expect([await callApi(bed, token), await callApi(bed, dropped)]).toEqual([403, 200]);
    }
  });

  test("claims no change if there was nothing to end", async () => {
    const bed = await testBedWithOneCopy({ listHashedKeys: false });
    const error = await failure(bed.tyk.tokens.revokeAll(onOrders));
    expect(error).toMatchObject({ code: "incomplete", outcome: "not-sent" });
  });

  test("reports a token that cannot be read, and settles it by a second read", async () => {
    const bed = await testBedWithOneCopy();
    const [one] = [await issueToken(bed), await issueToken(bed)];
    const [code = ""] = await listedCodes(bed);
    const spoilt = bed.gateway.fail({ path: `/tyk/keys/${code}` }, busy, Infinity);
    const [line] = await revokeAndReport(bed, { wait: false });
    expect(line).toMatchObject({ state: "unverified", count: 1, ended: 1 });
    expect(line?.reason).toContain("(server)");
    spoilt.remove();
    expect(await callApi(bed, one)).toBe(403);
    await issueToken(bed);
    bed.gateway.fail({ operation: "getKey" }, busy);
    expect(await revokeAndReport(bed)).toMatchObject([{ state: "refused-at-api" }]);
  });

  test("reports a token that dropped off the list right before, and that its revocation missed", async () => {
    const bed = await testBedWithOneCopy();
    const { access, refresh: token } = await issueTokenPair(bed);
    const other = await issueToken(bed);
    const tyk = clientWithOtherWriter(bed, "before", /\/revoke_all$/, () =>
      bed.raw.revokeSingleToken({ body: { token: other, client_id: clientId } }),
    );
    expect(await revokeAndReport({ ...bed, tyk })).toMatchObject([
      { state: "unverified", ended: 2 },
    ]);
    expect([await callApi(bed, access), await canRefresh(bed, token)]).toEqual([403, true]);
  });

  test("does not take a refused read as proof that keys are not hashed", async () => {
    const bed = await testBedWithOneCopy();
    const token = await issueToken(bed);
    const [code = ""] = await listedCodes(bed);
    const refusal = { status: 400, body: { status: "error", message: "no" } };
    bed.gateway.fail({ path: `/tyk/keys/${code}` }, refusal, Infinity);
    bed.gateway.fail({ operation: "revokeAllTokens" }, refusal, Infinity);
    const [line] = await revokeAndReport(bed, { wait: false });
    expect(line).toMatchObject({ state: "unverified", count: 1 });
    expect(await callApi(bed, token)).toBe(200);
  });

  test("does not report a token as alive if the response of its revocation was lost", async () => {
    const bed = await testBedWithOneCopy();
    const token = await issueToken(bed);
    bed.gateway.fail({ operation: "revokeAllTokens" }, "applied-then-drop");
    let lookups = 0;
    // The first look finds it alive; after its revocation it cannot be looked up.
    const isLater = ({ operation }: RecordedRequest): boolean =>
      operation === "getKey" && (lookups += 1) > 1;
    bed.gateway.fail(isLater, busy, Infinity);
    expect(await revokeAndReport(bed, { wait: false })).toMatchObject([
      { state: "unverified", count: 1 },
    ]);
    expect(await callApi(bed, token)).toBe(403);
  });

  test("reports that the secret changed during the call, and still ends the tokens", async () => {
    const bed = await testBedWithOneCopy();
    const { access } = await issueTokenPair(bed);
    const path = { apiID: "orders", keyName: clientId };
    const rotate = (): Promise<unknown> => bed.raw.rotateOAuthClient({ path });
    const tyk = clientWithOtherWriter(bed, "before", /\/revoke_all$/, rotate);
    const error = await failure(tyk.tokens.revokeAll(onOrders));
    expect(reportIn(error).apis).toMatchObject([{ state: "unverified", ended: 1 }]);
    expect(await callApi(bed, access)).toBe(403);
  });
});

describe("the report and the progress of tokens.revokeAll", () => {
  test("have no secret, token or hash", async () => {
    for (const options of [{}, { hashKeys: false, hashKeyFunction: undefined }]) {
      const bed = await testBedWithOneCopy(options);
      const { access, refresh: token } = await issueTokenPair(bed);
      const [code = ""] = await listedCodes(bed);
      const fault = { status: 500, body: access };
      bed.gateway.fail({ operation: "revokeAllTokens" }, fault, Infinity);
      const error = await failure(bed.tyk.tokens.revokeAll(onOrders));
      const marks = { access, token, code, secret: "the-secret-of-old" };
      expect(leaks(marks, error, reportIn(error))).toEqual([]);
    }
  });

  test("show how far it has come", async () => {
    const bed = await testBedWithOneCopy();
    for (let one = 0; one < 3; one += 1) await issueToken(bed);
    const events: TykProgress[] = [];
    const onProgress = (event: TykProgress): void => {
      events.push(event);
      throw new Error("is not heard");
    };
    await bed.tyk.tokens.revokeAll(onOrders, {}, { onProgress });
    const phases = events.map(({ phase }) => phase);
    expect([...new Set(phases)]).toEqual(["look", "revoke", "wait", "check"]);
    const looks = events.filter(({ phase }) => phase === "look");
    expect(looks.map(({ done, total }) => [done, total])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });
});

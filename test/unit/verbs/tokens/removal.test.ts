import { describe, expect, test } from "vitest";
import { failure } from "../../../support/util/failure.ts";
import { callApi, issueToken } from "../../../support/gateway/oauth-flow.ts";
import {
  clientId,
  clientWithOtherWriter,
  onOrders,
  operationsSince,
  testBedWithOneCopy,
} from "../../../support/gateway/test-bed.ts";

describe("the removal of a token", () => {
  test("that ended without a response leaves the token unread, not alive", async () => {
    const bed = await testBedWithOneCopy();
    await issueToken(bed);
    // So the token is removed by its key.
    bed.gateway.fail({ operation: "revokeAllTokens" }, { status: 500, body: "" });
    const stop = new AbortController();
    const tyk = clientWithOtherWriter(bed, "after", /^DELETE \/tyk\/keys\//, () => {
      stop.abort();
      return Promise.resolve();
    });
    const error = await failure(tyk.tokens.revokeAll(onOrders, {}, { signal: stop.signal }));
    expect(error).toMatchObject({
      code: "aborted",
      report: { apis: [{ state: "unverified", count: 1, ended: 0 }] },
    });
  });

  test("says why a token is alive after many removals", async () => {
    const bed = await testBedWithOneCopy({ writeBacks: { times: 1_000, afterRequests: 1 } });
    const token = await issueToken(bed);
    expect(await callApi(bed, token)).toBe(200);
    const { state, reason } = await bed.tyk.tokens.revoke({ clientId, token });
    expect([state, reason]).toEqual([
      "still-alive",
      "it came back after each removal: requests that are in flight store it again (trap 24)",
    ]);
  });

  test("is not tried if the gateway refuses its secret before", async () => {
    const bed = await testBedWithOneCopy();
    const token = await issueToken(bed);
    const message = "Attempted administrative access with invalid or missing key!";
    bed.gateway.fail({ operation: "getKey" }, { status: 403, body: { status: "error", message } });
    const from = bed.gateway.requests.length;
    const error = await failure(bed.tyk.tokens.revoke({ clientId, token }));
    expect(error).toMatchObject({ code: "authentication", outcome: "not-sent" });
    expect(operationsSince(bed, from)).toEqual(["getKey"]);
  });
});

test("a report names what no gateway lists, and why", async () => {
  const bed = await testBedWithOneCopy();
  const { beyondReach } = await bed.tyk.tokens.revokeAll(onOrders, { ifUnproved: "report" });
  expect(beyondReach.map(({ what }) => what)).toEqual(["refresh tokens", "authorization codes"]);
  const [refresh, codes] = beyondReach.map(({ reason }) => reason);
  expect(refresh).toMatch(/^no list names a refresh token whose access token has expired/);
  expect(codes).toMatch(/^no list names a code that is not exchanged yet/);
});

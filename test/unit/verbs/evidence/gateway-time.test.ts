/** What has expired is told by the gateway's clock: the local one may be hours off. */
import { describe, expect, test } from "vitest";
import { TykOAuth } from "../../../../src/index.ts";
import type { TykFetch, TykOAuthOptions } from "../../../../src/index.ts";
import { gatewayTimeOf, isExpiredAt } from "../../../../src/verbs/evidence/gateway-time.ts";
import { keyCodes, issueToken, callApi } from "../../../support/gateway/oauth-flow.ts";
import { clientId, onOrders, testBedWithOneCopy } from "../../../support/gateway/test-bed.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";

const hourMs = 3_600_000;

/** A client whose clock is ahead of the gateway's, or behind it. */
function skewed({ gateway }: TestBed, skewMs: number, fetch: TykFetch = gateway.fetch): TykOAuth {
  const { controlUrl: baseUrl, url: apiBaseUrl, secret } = gateway;
  const options: TykOAuthOptions = { baseUrl, apiBaseUrl, secret, fetch };
  const runtime = {
    now: () => gateway.now() + skewMs,
    random: () => 0,
    sleep: (ms: number) => {
      gateway.advance(ms);
      return Promise.resolve();
    },
  };
  return new TykOAuth(options, { runtime });
}

describe.each([
  ["two hours ahead", 2 * hourMs],
  ["two hours behind", -2 * hourMs],
])("a gateway clock that is %s", (_, skewMs) => {
  test.each(["3.0.0", "5.14.0"])("does not hide a valid token of %s", async (version) => {
    const bed = await testBedWithOneCopy({ version });
    const [first, stray] = [await issueToken(bed), await issueToken(bed)];
    await bed.raw.revokeSingleToken({ body: { token: first, client_id: clientId } });
    const tyk = skewed(bed, skewMs);
    const found = await tyk.tokens.find({ apiId: "orders", where: {} });
    expect(found.tokens).toHaveLength(1);
    const { report } = await tyk.clients.cutOff({ clientId });
    expect(report.apis).toMatchObject([{ state: "refused-at-api", ended: 1 }]);
    expect(await callApi(bed, stray)).toBe(403);
    expect(await keyCodes(bed)).toEqual([]);
  });
});

test("without a Date header no token counts as expired, and each one is ended", async () => {
  const bed = await testBedWithOneCopy();
  await issueToken(bed);
  const fetch: TykFetch = async (url, init) => {
    const response = await bed.gateway.fetch(url, init);
    response.headers.delete("date");
    return response;
  };
  const { apis } = await skewed(bed, 2 * hourMs, fetch).tokens.revokeAll(onOrders);
  expect(apis).toMatchObject([{ state: "refused-at-api", ended: 1 }]);
  expect(await keyCodes(bed)).toEqual([]);
});

test("a token that has expired on the gateway needs no removal", async () => {
  const bed = await testBedWithOneCopy();
  await issueToken(bed);
  bed.gateway.advance(hourMs + 120_000);
  const from = bed.gateway.requests.length;
  await skewed(bed, -2 * hourMs).tokens.revokeAll(onOrders);
  const operations = bed.gateway.requests.slice(from).map(({ operation }) => operation);
  expect(operations).not.toContain("deleteKey");
});

describe("the time of a Date header", () => {
  const of = (date: string): number | undefined =>
    gatewayTimeOf({ status: 200, headers: new Headers({ date }), attempts: 1, durationMs: 0 });

  test("is read only in the format of RFC 9110", () => {
    expect(of("Tue, 01 Jan 2030 00:00:11 GMT")).toBe(Date.UTC(2030, 0, 1, 0, 0, 11));
    for (const wrong of ["5", "2030-01-01T00:00:00Z", "Tue, 99 Jan 2030 00:00:00 GMT", "soon"])
      expect(of(wrong)).toBeUndefined();
    expect(gatewayTimeOf(undefined)).toBeUndefined();
  });

  test("is trusted with a minute of tolerance before a session counts as expired", () => {
    const now = Date.UTC(2030, 0, 1);
    const seconds = now / 1000;
    expect(isExpiredAt(seconds - 61, now)).toBe(true);
    expect(isExpiredAt(seconds - 60, now)).toBe(false);
    for (const never of [0, -1]) expect(isExpiredAt(never, now)).toBe(false);
    expect(isExpiredAt(seconds - 61, undefined)).toBe(false);
  });
});

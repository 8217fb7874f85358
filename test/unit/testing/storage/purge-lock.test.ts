import { describe, expect, it } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";
import type { Gateway, GatewayOptions } from "../../../../src/testing/index.ts";
import {
  addClient,
  callControl,
  codesListedFor,
  tokenFor,
} from "../../../support/gateway/requests.ts";

/**
 * Purges at these times, each with a token that expired long before. Returns the times at which the token was
 * removed.
 */
async function purgesThatWork(
  times: number[],
  options: GatewayOptions = {},
  prepare: (gateway: Gateway) => Promise<void> = () => Promise.resolve(),
): Promise<number[]> {
  let time = 0;
  const gateway = createGateway({
    tokenTtlSeconds: 1,
    retainSeconds: 1,
    now: () => time,
    ...options,
  });
  await addClient(gateway, "app");
  const worked: number[] = [];
  for (const at of times) {
    time = 0;
    await tokenFor(gateway, "app");
    time = at;
    await prepare(gateway);
    const { status, json } = await callControl(gateway, "DELETE", "/tyk/oauth/tokens?scope=lapsed");
    expect([status, json]).toEqual([200, { status: "ok", message: "lapsed tokens purged" }]);
    // No list shows an expired token, so the clock goes back to a time at which the token is valid.
    time = 0;
    if ((await codesListedFor(gateway, "app")).length === 0) worked.push(at);
  }
  return worked;
}

describe("a purge", () => {
  it.each(["5.14.0", "5.3.0"])(
    "does nothing for a minute after another, and after the gateway's start (%s)",
    async (version) => {
      const times = [30_000, 59_999, 60_000, 61_000, 119_999, 120_000, 130_000, 300_000];
      expect(await purgesThatWork(times, { version })).toEqual([60_000, 120_000, 300_000]);
    },
  );

  it("that failed while storage was down does not block the next purge", async () => {
    const failPurge = async (gateway: Gateway): Promise<void> => {
      gateway.fail({}, { storage: "down", tookMs: 0 });
      const { status } = await callControl(gateway, "DELETE", "/tyk/oauth/tokens?scope=lapsed");
      expect(status).toBe(500);
    };
    expect(await purgesThatWork([60_000, 120_000], {}, failPurge)).toEqual([60_000, 120_000]);
  });

  it("keeps the tokens that expired within the retention period", async () => {
    const times = [60_000, 120_000, 300_000];
    expect(await purgesThatWork(times, { retainSeconds: 130 })).toEqual([300_000]);
  });

  it("does nothing without a retention period", async () => {
    expect(await purgesThatWork([60_000, 200_000], { retainSeconds: 0 })).toEqual([]);
  });
});

import { describe, expect, test } from "vitest";
import type { TykFetch, TykProgress, VerbOptions } from "../../../../src/index.ts";
import { failure } from "../../../support/util/failure.ts";
import {
  clientId,
  onOrders,
  operationsSince,
  testBedWithOneCopy,
} from "../../../support/gateway/test-bed.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";

const keyCount = 60;
const search = { apiId: "orders", where: { oauth_client_id: clientId } };
const args = { wait: false, ifUnproved: "report" } as const;

function bedOfKeys(): Promise<TestBed> {
  const names = Array.from({ length: keyCount }, (_, nth) => `${1_000 + nth}-partner`);
  return testBedWithOneCopy({ keys: Object.fromEntries(names.map((name) => [name, ["orders"]])) });
}

/** Calls the methods that read every key. */
const sweeps: Record<string, (bed: TestBed, options?: VerbOptions) => Promise<unknown>> = {
  "tokens.find": ({ tyk }, options) => tyk.tokens.find(search, options),
  "tokens.revokeAll": ({ tyk }, options) => tyk.tokens.revokeAll(onOrders, args, options),
  "clients.cutOff": ({ tyk }, options) => tyk.clients.cutOff({ clientId }, args, options),
  "tokens.revokeByUser": ({ tyk }, options) => tyk.tokens.revokeByUser(search, args, options),
};

describe.each(Object.entries(sweeps))("%s", (_, sweep) => {
  test("reads each key of no interest once, in all rounds", async () => {
    const bed = await bedOfKeys();
    const from = bed.gateway.requests.length;
    await sweep(bed);
    const reads = operationsSince(bed, from).filter((operation) => operation === "getKey");
    expect(reads).toHaveLength(keyCount);
  });

  test("makes as many requests at once as its caller wants", async () => {
    for (const concurrency of [1, 3, 16]) {
      const bed = await bedOfKeys();
      let [inFlight, most] = [0, 0];
      const fetch: TykFetch = async (url, init) => {
        most = Math.max(most, (inFlight += 1));
        // Every request that the method makes at once begins before the first one ends.
        for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
        inFlight -= 1;
        return bed.gateway.fetch(url, init);
      };
      const tyk = bed.tyk.withOptions({ fetch });
      await sweep({ ...bed, tyk }, { concurrency });
      expect(most).toBe(concurrency);
    }
  });

  test.each([
    [17, "must not be more than maxConcurrency, which is 16"],
    [0, "must be a whole number of 1 or more"],
    [1.5, "must be a whole number of 1 or more"],
    ["8", "must be a whole number of 1 or more"],
  ])("refuses to make %j requests at once", async (concurrency, why) => {
    const bed = await bedOfKeys();
    const from = bed.gateway.requests.length;
    const error = await failure(sweep(bed, { concurrency: concurrency as number }));
    expect(error).toMatchObject({ code: "input", field: "concurrency" });
    expect(error.message).toContain(why);
    expect(operationsSince(bed, from)).toEqual([]);
  });

  test("reports how far it came if it is aborted", async () => {
    const bed = await bedOfKeys();
    const controller = new AbortController();
    const onProgress = ({ phase, done }: TykProgress): void => {
      if (phase === "sweep" && done === 20) controller.abort();
    };
    const error = await failure(sweep(bed, { signal: controller.signal, onProgress }));
    expect(error).toMatchObject({ code: "aborted", report: { sweep: { total: keyCount } } });
    const { sweep: count } = error.report as { sweep: { done: number } };
    expect(count.done).toBeGreaterThanOrEqual(20);
    expect(count.done).toBeLessThan(keyCount);
  });
});

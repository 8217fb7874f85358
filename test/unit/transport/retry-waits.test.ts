import { describe, expect, test, vi } from "vitest";
import { TykRateLimitError } from "../../../src/index.ts";
import { json } from "../../support/network/fake-fetch.ts";
import { clientWithReplies } from "../../support/client/client.ts";
import { failure, rejectedWith } from "../../support/util/failure.ts";
import { TestRuntime } from "../../support/client/test-runtime.ts";
import { api, client } from "../../support/samples/samples.ts";
import { deferred } from "../../support/util/deferred.ts";
import { arrayOf } from "../../support/util/array-of.ts";

const ref = { apiId: "orders", clientId: "shop-web" };

const busy = json({}, 503);

describe("the waits", () => {
  test("grow, with random jitter", async () => {
    const runtime = new TestRuntime();
    const { tyk } = clientWithReplies(arrayOf(6, busy), { maxRetries: 5 }, runtime);
    await failure(tyk.clients.get(ref));
    expect(runtime.waits).toEqual([100, 200, 400, 800, 1_600]);
  });

  test("are as long as Retry-After says if that is longer", async () => {
    const runtime = new TestRuntime();
    const soon = new Date(runtime.time + 4_000).toUTCString();
    const { tyk } = clientWithReplies(
      [
        json({}, 429, { "retry-after": "2" }),
        json({}, 503, { "retry-after": "0" }),
        json({}, 503, { "retry-after": soon, date: new Date(runtime.time).toUTCString() }),
        json(client),
      ],
      { maxRetries: 3 },
      runtime,
    );
    await tyk.clients.get(ref);
    expect(runtime.waits).toEqual([2_000, 200, 4_000]);
  });

  test("that Retry-After sets are measured by the local clock if the response has no date", async () => {
    const runtime = new TestRuntime();
    const { tyk } = clientWithReplies(
      [
        json({}, 503, { "retry-after": new Date(runtime.time + 3_000).toUTCString() }),
        json(client),
      ],
      {},
      runtime,
    );
    await tyk.clients.get(ref);
    expect(runtime.waits).toEqual([3_000]);
  });

  test("that are longer than allowed are reported instead", async () => {
    const { tyk, sent } = clientWithReplies([json({}, 429, { "retry-after": "31" })]);
    const error = await failure(tyk.clients.get(ref));
    expect(error).toBeInstanceOf(TykRateLimitError);
    expect(error).toMatchObject({ retryAfterMs: 31_000, attempts: 1 });
    expect(sent).toHaveLength(1);
  });

  test("that are not waited use none of the budget", async () => {
    const tooLong = json({}, 429, { "retry-after": "31" });
    const { tyk } = clientWithReplies([...arrayOf(100, tooLong), ...arrayOf(3, busy)]);
    for (let call = 0; call < 100; call += 1) await failure(tyk.clients.get(ref));
    expect((await failure(tyk.clients.get(ref))).attempts).toBe(3);
  });

  test.each([
    [5_000, 1, []],
    [5_001, 2, [5_000]],
  ])(
    "that do not fit into the total timeout are not started: %i ms",
    async (totalTimeoutMs, attempts, waits) => {
      // Its own clock stands still, so that the wait and what is left are the same to the millisecond.
      vi.useFakeTimers();
      try {
        const runtime = new TestRuntime();
        const reply = json({}, 429, { "retry-after": "5" });
        const { tyk, sent } = clientWithReplies([reply, reply], { maxRetries: 1 }, runtime);
        const error = await failure(tyk.clients.get(ref, { totalTimeoutMs }));
        expect(error).toMatchObject({ code: "rate-limit", retryAfterMs: 5_000, attempts });
        expect(sent).toHaveLength(attempts);
        expect(runtime.waits).toEqual(waits);
      } finally {
        vi.useRealTimers();
      }
    },
  );

  test("that end early keep the failure that they were for", async () => {
    const runtime = new TestRuntime();
    runtime.sleep = () => rejectedWith(new Error("no clock"));
    const { tyk } = clientWithReplies([busy], {}, runtime);
    expect(await failure(tyk.clients.get(ref))).toMatchObject({ code: "server", attempts: 1 });
  });

  test("use no slot of the limiter", async () => {
    const runtime = new TestRuntime();
    const { promise, resolve } = deferred();
    let waiting = false;
    runtime.sleep = async () => {
      waiting = true;
      await promise;
    };
    const { tyk } = clientWithReplies(
      [busy, json([api]), json(client)],
      { maxConcurrency: 1 },
      runtime,
    );
    const first = tyk.clients.get(ref);
    // The second call comes in while the first waits for its next attempt.
    expect(await tyk.apis.list()).toEqual([api]);
    expect(waiting).toBe(true);
    resolve(undefined);
    expect(await first).toEqual(client);
  });
});

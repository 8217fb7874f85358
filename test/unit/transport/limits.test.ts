import { setImmediate as tick } from "node:timers/promises";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { TykTimeoutError } from "../../../src/index.ts";
import type { TykFetch } from "../../../src/index.ts";
import { systemRuntime } from "../../../src/util/runtime.ts";
import { json } from "../../support/network/fake-fetch.ts";
import { clientWithReplies, newClient } from "../../support/client/client.ts";
import { loadEngine } from "../../support/client/load-engine.ts";
import { failure } from "../../support/util/failure.ts";
import { client } from "../../support/samples/samples.ts";
import { fakeTimeouts, passTime } from "../../support/util/fake-timeouts.ts";
import { startServer } from "../../support/network/server.ts";
import { failStuckCall, stuckCalls, phaseTexts } from "../../support/network/stuck-calls.ts";
import { saying } from "../../support/util/saying.ts";

const ref = { apiId: "orders", clientId: "shop-web" };
const path = { apiID: "orders", keyName: "shop-web" };
const forever = new Promise<never>(() => undefined);

beforeAll(loadEngine);

/** Lets the timeout of a call pass when the call is stuck. */
async function timePasses(arrived: Promise<unknown>): Promise<void> {
  await arrived;
  await tick();
  passTime(100);
}

describe.each(stuckCalls)("in the phase %s", (phase, outcome, attempts, start) => {
  test("the total timeout ends the call", async () => {
    // A wait that does not fit into the limit is not begun, so it can end no backoff by itself.
    if (phase === "backoff") return;
    fakeTimeouts();
    const error = await failStuckCall(start, { totalTimeoutMs: 100, timeoutMs: 5_000 }, timePasses);
    expect(error).toBeInstanceOf(TykTimeoutError);
    expect(error).toMatchObject({
      phase,
      outcome,
      attempts,
      limitMs: 100,
      operation: "deleteOAuthClient",
    });
    expect(error.message).toEqual(
      saying(`deleteOAuthClient: timed out after 100 ms waiting for ${phaseTexts[phase]}`),
    );
  });
});

describe("the timeout of one attempt", () => {
  test.each([
    ["secret", "not-sent", 0],
    ["response", "unknown", 1],
    ["body", "applied", 1],
  ] as const)("ends the phase %s", async (phase, outcome, attempts) => {
    const start = stuckCalls.find(([name]) => name === phase)?.[3];
    if (start === undefined) throw new Error("No such phase");
    fakeTimeouts();
    const error = await failStuckCall(start, { timeoutMs: 100, maxRetries: 0 }, timePasses);
    expect(error).toMatchObject({ code: "timeout", phase, outcome, attempts, limitMs: 100 });
  });

  /** A fetch that takes its time, on a clock that the test moves. */
  function slow(ms: number, status: number, body: unknown): TykFetch {
    return (_, { signal }) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          resolve(Response.json(body, { status, headers: { "retry-after": "0" } }));
        }, ms);
        signal?.addEventListener("abort", () => {
          clearTimeout(timer);
          reject(signal.reason as Error);
        });
      });
  }

  test("does not include the time in the queue", async () => {
    vi.useFakeTimers();
    try {
      const options = { fetch: slow(60, 200, client), maxConcurrency: 1, timeoutMs: 95 };
      const tyk = newClient(options, systemRuntime);
      const calls = Promise.all([tyk.clients.get(ref), tyk.clients.get(ref)]);
      await vi.advanceTimersByTimeAsync(60);
      // The place is handed on in the next turn.
      await tick();
      await vi.advanceTimersByTimeAsync(60);
      expect(await calls).toEqual([client, client]);
    } finally {
      vi.useRealTimers();
    }
  });

  test("starts anew for each attempt, while the total timeout covers all of them", async () => {
    vi.useFakeTimers();
    try {
      const runtime = { ...systemRuntime, random: () => 0 };
      const tyk = newClient({ fetch: slow(30, 503, {}) }, runtime);
      const each = failure(tyk.clients.get(ref, { timeoutMs: 50 }));
      const all = failure(
        tyk.raw.deleteOAuthClient({ path }, { timeoutMs: 5_000, totalTimeoutMs: 50 }),
      );
      await vi.advanceTimersByTimeAsync(200);
      expect(await each).toMatchObject({ code: "server", attempts: 3 });
      expect(await all).toMatchObject({
        code: "timeout",
        phase: "response",
        limitMs: 50,
        attempts: 2,
        outcome: "unknown",
      });
    } finally {
      vi.useRealTimers();
    }
  });

  test("is cut short by the total timeout, also during a wait", async () => {
    vi.useFakeTimers();
    try {
      // The clock of the limits goes on while the wait is believed to be short.
      const sleep = (_: number, signal: AbortSignal): Promise<void> =>
        systemRuntime.sleep(1_000, signal);
      const tyk = newClient({ fetch: slow(30, 503, {}) }, { ...systemRuntime, sleep });
      const call = failure(tyk.raw.deleteOAuthClient({ path }, { totalTimeoutMs: 500 }));
      await vi.advanceTimersByTimeAsync(500);
      expect(await call).toMatchObject({
        code: "timeout",
        phase: "backoff",
        limitMs: 500,
        attempts: 1,
        outcome: "unknown",
      });
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test("is followed by another attempt of a read, and by none of a write that may have been applied", async () => {
    fakeTimeouts();
    const options = { timeoutMs: 30 };
    const server = await startServer(() => {
      passTime(options.timeoutMs);
    });
    const tyk = newClient({ baseUrl: server.url });
    expect((await failure(tyk.clients.get(ref, options))).attempts).toBe(3);
    expect(server.requests).toHaveLength(3);
    expect((await failure(tyk.raw.rotateOAuthClient({ path }, options))).attempts).toBe(1);
    expect(server.requests).toHaveLength(4);
  });

  test("can be infinite", async () => {
    const { tyk } = clientWithReplies([json(client)]);
    const infinite = {
      timeoutMs: Number.POSITIVE_INFINITY,
      totalTimeoutMs: Number.POSITIVE_INFINITY,
    };
    expect(await tyk.clients.get(ref, infinite)).toEqual(client);
  });
});

describe("the default timeouts", () => {
  test("are ten seconds per attempt, thirty in total, and a minute for a purge", async () => {
    vi.useFakeTimers();
    try {
      const tyk = newClient({ fetch: () => forever });
      const read = failure(tyk.clients.get(ref, { maxRetries: 0 }));
      await vi.advanceTimersByTimeAsync(9_999);
      const purge = failure(tyk.tokens.purgeLapsed());
      await vi.advanceTimersByTimeAsync(1);
      expect(await read).toMatchObject({ code: "timeout", limitMs: 10_000 });
      const all = failure(tyk.clients.get(ref));
      await vi.advanceTimersByTimeAsync(30_000);
      expect(await all).toMatchObject({ code: "timeout", limitMs: 30_000, attempts: 3 });
      await vi.advanceTimersByTimeAsync(60_000);
      expect(await purge).toMatchObject({ code: "timeout", limitMs: 60_000 });
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

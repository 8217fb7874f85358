import { getEventListeners } from "node:events";
import { setImmediate as tick } from "node:timers/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { TykAbortError, TykTimeoutError } from "../../../src/index.ts";
import { systemRuntime } from "../../../src/util/runtime.ts";
import type { MethodContext } from "../../../src/verbs/method-context.ts";
import { json, networkError, reject } from "../../support/network/fake-fetch.ts";
import { failure, rejectedWith } from "../../support/util/failure.ts";
import { deferred } from "../../support/util/deferred.ts";
import { TestRuntime } from "../../support/client/test-runtime.ts";
import { client } from "../../support/samples/samples.ts";
import { fakeTimeouts, passTime } from "../../support/util/fake-timeouts.ts";
import { runningTimers } from "../../support/util/running-timers.ts";
import { unhandledRejections } from "../../support/util/unhandled-rejections.ts";
import { createMethodHarness } from "../../support/client/method-harness.ts";

const path = { apiID: "orders", keyName: "shop-web" };
const waiting = "waiting for the gateway's session cache";

function wait(context: MethodContext): Promise<void> {
  return context.wait(60_000);
}

describe("a method that waits", () => {
  test("waits as long as configured, by the client's clock", async () => {
    const runtime = new TestRuntime();
    await createMethodHarness([], {}, runtime).run((context) => context.wait(11_000));
    expect(runtime.waits).toEqual([11_000]);
  });

  test("really waits, with and without a signal", async () => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const { signal } = new AbortController();
    let ended = 0;
    for (const options of [{}, { signal }]) {
      void createMethodHarness([], {}, systemRuntime)
        .run(wait, options)
        .then(() => (ended += 1));
    }
    await vi.advanceTimersByTimeAsync(59_999);
    expect(ended).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(ended).toBe(2);
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("ends at once if its signal aborts, with its reason", async () => {
    const stop = new AbortController();
    const reason = new Error("the user went away");
    const before = runningTimers();
    const call = failure(
      createMethodHarness([], {}, systemRuntime).run(wait, {
        signal: stop.signal,
        deadlineMs: 50_000,
      }),
    );
    await Promise.resolve();
    stop.abort(reason);
    const error = await call;
    expect(error).toBeInstanceOf(TykAbortError);
    expect(error).toMatchObject({
      operation: "test.method",
      outcome: "not-sent",
      message: `test.method: aborted while ${waiting}`,
    });
    expect(error.cause).toBe(reason);
    expect(runningTimers()).toBeLessThanOrEqual(before);
    expect(getEventListeners(stop.signal, "abort")).toEqual([]);
  });

  test("does not start waiting if it was aborted before", async () => {
    const before = runningTimers();
    const signal = AbortSignal.abort("stop");
    const error = await failure(createMethodHarness([], {}, systemRuntime).run(wait, { signal }));
    expect(error).toMatchObject({ code: "aborted", cause: "stop" });
    expect(runningTimers()).toBeLessThanOrEqual(before);
  });

  test("ends with its deadline, which differs from an abort", async () => {
    fakeTimeouts();
    const error = await failure(
      createMethodHarness([], {}, systemRuntime).run(
        (context) => {
          setImmediate(passTime, 20);
          return wait(context);
        },
        { deadlineMs: 20 },
      ),
    );
    expect(error).toBeInstanceOf(TykTimeoutError);
    expect(error).toMatchObject({
      operation: "test.method",
      phase: "backoff",
      limitMs: 20,
      outcome: "not-sent",
      message: `test.method: timed out after 20 ms ${waiting}`,
    });
    expect(error.cause).toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([
    ["applied", json(client)],
    ["unknown", reject(networkError("ECONNRESET"))],
    ["refused", json(null, 404)],
  ] as const)("reports, if it is ended, that its write is %s", async (outcome, reply) => {
    fakeTimeouts();
    const stop = new AbortController();
    for (const options of [{ deadlineMs: 50 }, { signal: stop.signal }]) {
      const { run } = createMethodHarness([reply], {}, systemRuntime);
      const error = await failure(
        run(async (context) => {
          context.startWriting();
          await context.write("rotateOAuthClient", { path }, {}, client).catch(() => undefined);
          setImmediate(() => {
            if ("signal" in options) stop.abort();
            else passTime(options.deadlineMs);
          });
          await wait(context);
        }, options),
      );
      expect(error).toMatchObject({ operation: "test.method", outcome });
      expect(error.steps).toEqual([{ operation: "rotateOAuthClient", outcome }]);
    }
  });

  test("does not wait in a dry run, which has nothing to wait for", async () => {
    const runtime = new TestRuntime();
    await createMethodHarness([], { dryRun: true }, runtime).run(wait);
    expect(runtime.waits).toEqual([]);
  });
});

describe("a method that waits for a function of the caller", () => {
  const forever = new Promise<never>(() => undefined);
  const what = "the stage function";

  test("ends with the function, and leaves no listener", async () => {
    const { signal } = new AbortController();
    for (const options of [{}, { signal }, { signal, deadlineMs: 60_000 }]) {
      await createMethodHarness().run((context) => context.race(Promise.resolve(), what), options);
      await createMethodHarness().run((context) => context.race(undefined, what), options);
    }
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("fails with the function", async () => {
    const { signal } = new AbortController();
    const reason = new RangeError("no vault");
    for (const options of [{}, { signal }]) {
      let seen: unknown;
      await createMethodHarness().run(async (context) => {
        await context.race(rejectedWith(reason), what).catch((error: unknown) => (seen = error));
      }, options);
      expect(seen).toBe(reason);
    }
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("ends at once if its signal aborts, with its reason, whatever the function does then", async () => {
    const seen = unhandledRejections();
    const stop = new AbortController();
    const reason = new Error("the user went away");
    const { promise, reject: fail } = deferred<never>();
    const call = failure(
      createMethodHarness().run((context) => context.race(promise, what), { signal: stop.signal }),
    );
    await Promise.resolve();
    stop.abort(reason);
    const error = await call;
    expect(error).toBeInstanceOf(TykAbortError);
    expect(error).toMatchObject({
      operation: "test.method",
      message: "test.method: aborted while waiting for the stage function",
    });
    expect(error.cause).toBe(reason);
    expect(getEventListeners(stop.signal, "abort")).toEqual([]);
    fail(new Error("too late"));
    await tick();
    expect(seen).toEqual([]);
  });

  test("does not wait if it was aborted before", async () => {
    const signal = AbortSignal.abort("stop");
    const error = await failure(
      createMethodHarness().run((context) => context.race(forever, what), { signal }),
    );
    expect(error).toMatchObject({ code: "aborted", cause: "stop" });
  });

  test("ends with its deadline, and reports what it changed before", async () => {
    fakeTimeouts();
    const { run } = createMethodHarness([json(client)]);
    const error = await failure(
      run(
        async (context) => {
          context.startWriting();
          await context.write("rotateOAuthClient", { path }, {}, client);
          setImmediate(passTime, 500);
          await context.race(forever, "the activate function");
        },
        { deadlineMs: 500 },
      ),
    );
    expect(error).toBeInstanceOf(TykTimeoutError);
    expect(error).toMatchObject({
      limitMs: 500,
      outcome: "applied",
      message: "test.method: timed out after 500 ms waiting for the activate function",
    });
    expect(vi.getTimerCount()).toBe(0);
  });
});

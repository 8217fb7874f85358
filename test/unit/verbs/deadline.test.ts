import { getEventListeners } from "node:events";
import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { TykAbortError, TykTimeoutError } from "../../../src/index.ts";
import type { VerbOptions } from "../../../src/index.ts";
import { json } from "../../support/network/fake-fetch.ts";
import { clientWithReplies, newClient } from "../../support/client/client.ts";
import { failure, rejectedWith } from "../../support/util/failure.ts";
import { deferred } from "../../support/util/deferred.ts";
import { client } from "../../support/samples/samples.ts";
import { advanceUntilSettled, fakeTimeouts, passTime } from "../../support/util/fake-timeouts.ts";
import { loadEngine } from "../../support/client/load-engine.ts";
import { runningTimers } from "../../support/util/running-timers.ts";
import { createMethodHarness } from "../../support/client/method-harness.ts";
import { saying } from "../../support/util/saying.ts";

const ref = { apiId: "orders", clientId: "shop-web" };

const path = { apiID: "orders", keyName: "shop-web" };

const forever = new Promise<never>(() => undefined);

const about = { apiId: "orders" };

beforeAll(loadEngine);

describe("a method's deadline", () => {
  test("ends the request in flight, and differs from the request's own timeouts", async () => {
    fakeTimeouts();
    const tyk = newClient({
      fetch: () => {
        setImmediate(passTime, 30);
        return forever;
      },
    });
    const error = await failure(tyk.clients.get(ref, { deadlineMs: 30 }));
    expect(error).toBeInstanceOf(TykTimeoutError);
    expect(error).toMatchObject({
      limitMs: 30,
      phase: "response",
      outcome: "not-sent",
      operation: "getOAuthClient",
      message: saying("clients.get: timed out after 30 ms waiting for the response"),
      steps: [{ apiId: "orders", operation: "getOAuthClient", outcome: "not-sent" }],
    });
    expect(error.cause).toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("covers all requests, while a timeout covers each one", async () => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    // Fake time: the test moves the clock itself.
    const after600 = async (): Promise<Response> => {
      await new Promise((resolve) => setTimeout(resolve, 600));
      return Response.json(client);
    };
    const slow = async (options: VerbOptions): Promise<unknown> => {
      const { tyk } = clientWithReplies([after600, after600, after600]);
      const call = Promise.allSettled([tyk.clients.update(ref, {}, undefined, options)]);
      // A request begins in the turn in which the one before it ended.
      await advanceUntilSettled(call, 100);
      return call;
    };
    expect(await slow({ timeoutMs: 700, totalTimeoutMs: 700 })).toMatchObject([
      { status: "fulfilled" },
    ]);
    expect(await slow({ timeoutMs: 700, deadlineMs: 1_900 })).toMatchObject([
      { status: "fulfilled" },
    ]);
    expect(await slow({ timeoutMs: 700, deadlineMs: 1_100 })).toMatchObject([
      {
        status: "rejected",
        reason: {
          code: "timeout",
          limitMs: 1_100,
          operation: "updateOAuthClient",
          outcome: "unknown",
          steps: [{ outcome: "applied" }, { outcome: "unknown" }],
        },
      },
    ]);
    // The last fake response is still on its way.
    await vi.advanceTimersByTimeAsync(600);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("that has passed between two requests prevents the next one", async () => {
    vi.useFakeTimers();
    try {
      const { promise, resolve } = deferred();
      const { run, sent } = createMethodHarness([json(client)]);
      const call = failure(
        run(
          async (context) => {
            await context.read("getOAuthClient", { path });
            await promise;
            return context.read("getOAuthClient", { path }, about);
          },
          { deadlineMs: 100 },
        ),
      );
      await vi.advanceTimersByTimeAsync(100);
      resolve(undefined);
      expect(await call).toMatchObject({
        code: "timeout",
        phase: "queue",
        limitMs: 100,
        outcome: "not-sent",
        steps: [
          { operation: "getOAuthClient", outcome: "applied" },
          { apiId: "orders", operation: "getOAuthClient", outcome: "not-sent" },
        ],
      });
      expect(sent).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });

  test("leaves no timer and no listener, however the method ends", async () => {
    const before = runningTimers();
    const { signal } = new AbortController();
    const { tyk } = clientWithReplies([json(client), json(null, 404)]);
    const options = { deadlineMs: 60_000, signal };
    await tyk.clients.get(ref, options);
    await failure(tyk.clients.get(ref, options));
    await failure(tyk.clients.get({ apiId: "", clientId: "" }, options));
    const { run } = createMethodHarness();
    await failure(run(() => rejectedWith(new Error("no")), options));
    await run(() => Promise.resolve(), options);
    // Timers of others may have ended meanwhile.
    expect(runningTimers()).toBeLessThanOrEqual(before);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("does not replace the caller's signal", async () => {
    const stop = new AbortController();
    const reason = new Error("stop");
    const tyk = newClient({ fetch: () => forever });
    const call = failure(tyk.clients.get(ref, { deadlineMs: 60_000, signal: stop.signal }));
    stop.abort(reason);
    const error = await call;
    expect(error).toBeInstanceOf(TykAbortError);
    expect(error.cause).toBe(reason);
  });

  test("can be as long as a timer allows, and as short", async () => {
    const { tyk } = clientWithReplies([json(client)]);
    expect(await tyk.clients.get(ref, { deadlineMs: 2 ** 31 - 1 })).toEqual(client);
    expect(await createMethodHarness().run(() => Promise.resolve(7), { deadlineMs: 0.5 })).toBe(7);
  });
});

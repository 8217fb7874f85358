import { getEventListeners } from "node:events";
import type { Socket } from "node:net";
import { setImmediate as tick, setTimeout as wait } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { TykAbortError, TykTimeoutError } from "../../../src/index.ts";
import type {
  AnyTykError,
  RequestOptions,
  TykFetch,
  TykOAuth,
  TykOAuthOptions,
  TykOutcome,
  TykPhase,
} from "../../../src/index.ts";
import { Call } from "../../../src/internal/call.ts";
import { operations } from "../../../src/internal/operations.ts";
import { systemRuntime } from "../../../src/internal/runtime.ts";
import { clientOn, newClient } from "../support/client.ts";
import { json } from "../support/capture.ts";
import { failure } from "../support/failure.ts";
import { client } from "../support/samples.ts";
import { TestRuntime } from "../support/runtime.ts";
import {
  closed,
  sendJson,
  startRawServer,
  startServer,
  startSocketServer,
} from "../support/server.ts";
import { later } from "../support/later.ts";

const path = { apiID: "orders", keyName: "shop-web" };
const ref = { apiId: "orders", clientId: "shop-web" };
const head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{";
const forever = new Promise<never>(() => undefined);

/** A call that waits for ever in a phase, and a promise that is there once it does. */
interface Stuck {
  url: string;
  arrived: Promise<unknown>;
  options?: Partial<TykOAuthOptions>;
  /** What takes the only place, where the queue is what is waited for. */
  before?: (tyk: TykOAuth) => Promise<unknown>;
}

/** What a call is stuck in, and what is known of its effect when it is given up there. */
const stuck: [TykPhase, TykOutcome, attempts: number, () => Promise<Stuck>][] = [
  [
    "queue",
    "not-sent",
    0,
    async () => {
      const { url } = await startSocketServer(() => undefined);
      return {
        url,
        arrived: Promise.resolve(),
        options: { maxConcurrency: 1 },
        before: (tyk) => tyk.apis.list({}, { timeoutMs: 150 }),
      };
    },
  ],
  [
    "secret",
    "not-sent",
    0,
    async () => {
      const { url } = await startSocketServer(() => undefined);
      const { promise, resolve } = later();
      const secret = (): Promise<string> => {
        resolve(undefined);
        return forever;
      };
      return { url, arrived: promise, options: { secret } };
    },
  ],
  [
    "response",
    "unknown",
    1,
    async () => {
      const { promise, resolve } = later();
      const { url } = await startServer(() => {
        resolve(undefined);
      });
      return { url, arrived: promise };
    },
  ],
  [
    "body",
    "applied",
    1,
    async () => {
      const { url } = await startRawServer(head, () => undefined);
      const { promise, resolve } = later();
      const options: Partial<TykOAuthOptions> = {
        fetch: async (...args) => {
          const response = await fetch(...args);
          setImmediate(() => {
            resolve(undefined);
          });
          return response;
        },
      };
      return { url, arrived: promise, options };
    },
  ],
  [
    "backoff",
    "unknown",
    1,
    async () => {
      const { promise, resolve } = later();
      const { url } = await startServer((_, response) => {
        sendJson(response, 503, {}, { "retry-after": "20" });
      });
      const onRetry = (): void => {
        setImmediate(() => {
          resolve(undefined);
        });
      };
      return { url, arrived: promise, options: { hooks: { onRetry } } };
    },
  ],
];

const waitedFor: Record<TykPhase, string> = {
  queue: "a free place among maxConcurrency",
  secret: "the secret",
  response: "an answer",
  body: "the rest of the answer",
  backoff: "the next attempt",
};

async function run(
  start: () => Promise<Stuck>,
  options: RequestOptions,
  then: (arrived: Promise<unknown>) => Promise<unknown> = () => Promise.resolve(),
): Promise<AnyTykError> {
  const { url, arrived, options: own, before } = await start();
  const tyk = newClient({ baseUrl: url, ...own }, systemRuntime);
  const first = before?.(tyk);
  const call = failure(tyk.raw.getOAuthClient({ path }, options));
  await then(arrived);
  const error = await call;
  if (first !== undefined) await failure(first);
  return error;
}

describe.each(stuck)("in the phase %s", (phase, outcome, attempts, start) => {
  test("the total limit ends the call", async () => {
    // A wait that does not fit into the limit is not begun, so it can end no backoff by itself.
    if (phase === "backoff") return;
    const error = await run(start, { totalTimeoutMs: 100, timeoutMs: 5_000 });
    expect(error).toBeInstanceOf(TykTimeoutError);
    expect(error).toMatchObject({
      phase,
      outcome,
      attempts,
      limitMs: 100,
      operation: "getOAuthClient",
    });
    expect(error.message).toBe(
      `getOAuthClient: no end within 100 ms while waiting for ${waitedFor[phase]}`,
    );
  });

  test("an abort ends the call at once, with its reason as the cause", async () => {
    const stop = new AbortController();
    const reason = new Error("the user went away");
    let asked = 0;
    const error = await run(start, { signal: stop.signal }, async (arrived) => {
      await arrived;
      asked = performance.now();
      stop.abort(reason);
    });
    expect(performance.now() - asked).toBeLessThan(1_000);
    expect(error).toBeInstanceOf(TykAbortError);
    expect(error).toMatchObject({ outcome, attempts, operation: "getOAuthClient" });
    expect(error.cause).toBe(reason);
    expect(error.message).toBe(`getOAuthClient: aborted while waiting for ${waitedFor[phase]}`);
    expect(getEventListeners(stop.signal, "abort")).toEqual([]);
  });
});

describe("the limit of one attempt", () => {
  test.each([
    ["secret", "not-sent", 0],
    ["response", "unknown", 1],
    ["body", "applied", 1],
  ] as const)("ends the phase %s", async (phase, outcome, attempts) => {
    const start = stuck.find(([name]) => name === phase)?.[3];
    if (start === undefined) throw new Error("No such phase");
    const error = await run(start, { timeoutMs: 100 });
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

  test("does not count the time in the queue", async () => {
    vi.useFakeTimers();
    try {
      const options = { fetch: slow(60, 200, client), maxConcurrency: 1, timeoutMs: 95 };
      const tyk = newClient(options, systemRuntime);
      const calls = Promise.all([tyk.clients.get(ref), tyk.clients.get(ref)]);
      await vi.advanceTimersByTimeAsync(120);
      expect(await calls).toEqual([client, client]);
    } finally {
      vi.useRealTimers();
    }
  });

  test("counts anew for each attempt, the total over all of them", async () => {
    vi.useFakeTimers();
    try {
      const runtime = { ...systemRuntime, random: () => 0 };
      const tyk = newClient({ fetch: slow(30, 503, {}) }, runtime);
      const each = failure(tyk.clients.get(ref, { timeoutMs: 50 }));
      const all = failure(tyk.clients.get(ref, { timeoutMs: 5_000, totalTimeoutMs: 50 }));
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

  test("ends a wait too, where the total is over before it", async () => {
    vi.useFakeTimers();
    try {
      // The clock of the limits goes on while the wait is believed to be short.
      const sleep = (_: number, signal: AbortSignal): Promise<void> =>
        systemRuntime.sleep(1_000, signal);
      const tyk = newClient({ fetch: slow(30, 503, {}) }, { ...systemRuntime, sleep });
      const call = failure(tyk.clients.get(ref, { totalTimeoutMs: 500 }));
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

  test("is not followed by another attempt", async () => {
    const server = await startServer(() => undefined);
    const tyk = newClient({ baseUrl: server.url });
    expect((await failure(tyk.clients.get(ref, { timeoutMs: 30 }))).attempts).toBe(1);
    expect(server.requests).toHaveLength(1);
  });

  test("may be none", async () => {
    const { tyk } = clientOn([json(client)]);
    const infinite = {
      timeoutMs: Number.POSITIVE_INFINITY,
      totalTimeoutMs: Number.POSITIVE_INFINITY,
    };
    expect(await tyk.clients.get(ref, infinite)).toEqual(client);
  });
});

describe("the next attempt", () => {
  test("waits in the queue again, and is told to when it is given up there", async () => {
    const stop = new AbortController();
    const runtime = new TestRuntime();
    let nth = 0;
    const tyk = newClient(
      {
        maxConcurrency: 1,
        fetch: () => {
          nth += 1;
          return nth === 1 ? Promise.resolve(Response.json({}, { status: 503 })) : forever;
        },
      },
      runtime,
    );
    let other: Promise<AnyTykError> | undefined;
    runtime.sleep = async () => {
      // Somebody else takes the place while this call waits for its next attempt.
      other = failure(tyk.clients.get(ref, { timeoutMs: 50 }));
      await tick();
      setImmediate(() => {
        stop.abort();
      });
    };
    const error = await failure(tyk.clients.get(ref, { signal: stop.signal }));
    expect(error).toMatchObject({
      code: "aborted",
      attempts: 1,
      outcome: "unknown",
      message: "getOAuthClient: aborted while waiting for a free place among maxConcurrency",
    });
    expect(await other).toMatchObject({ code: "timeout", phase: "response" });
  });
});

describe("the default limits", () => {
  test("are ten seconds for an attempt and thirty for all, a minute for a purge", async () => {
    vi.useFakeTimers();
    try {
      const tyk = newClient({ fetch: () => forever });
      const read = failure(tyk.clients.get(ref));
      await vi.advanceTimersByTimeAsync(9_999);
      const purge = failure(tyk.tokens.purgeLapsed());
      await vi.advanceTimersByTimeAsync(1);
      expect(await read).toMatchObject({ code: "timeout", limitMs: 10_000 });
      await vi.advanceTimersByTimeAsync(60_000);
      expect(await purge).toMatchObject({ code: "timeout", limitMs: 60_000 });
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("a signal that has aborted before the call", () => {
  test("lets nothing be sent", async () => {
    const reason = new Error("never mind");
    const { tyk, sent } = clientOn([]);
    const error = await failure(tyk.clients.get(ref, { signal: AbortSignal.abort(reason) }));
    expect(error).toBeInstanceOf(TykAbortError);
    expect(error).toMatchObject({ outcome: "not-sent", attempts: 0 });
    expect(error.cause).toBe(reason);
    expect(sent).toEqual([]);
  });
});

describe("an aborted call", () => {
  test("lets go of its connection, and takes none of the others along", async () => {
    const { promise, resolve } = later<Socket | null>();
    const server = await startServer((_, response, nth) => {
      if (nth === 1) resolve(response.socket);
      else sendJson(response, 200, client);
    });
    const tyk = newClient({ baseUrl: server.url });
    const stop = new AbortController();
    const call = failure(tyk.clients.get(ref, { signal: stop.signal }));
    const hung = await promise;
    await tyk.clients.get(ref);
    stop.abort();
    expect((await call).code).toBe("aborted");
    expect(await closed(hung ?? undefined)).toBe(true);
    expect(await tyk.clients.get(ref)).toEqual(client);
    expect(server.sockets.filter((socket) => !socket.destroyed)).not.toEqual([]);
  });

  test("is told by the signal's own reason, whatever it is", async () => {
    for (const reason of ["a text", 7, null, { a: 1 }]) {
      const { tyk } = clientOn([]);
      const error = await failure(tyk.clients.get(ref, { signal: AbortSignal.abort(reason) }));
      expect(error.cause).toEqual(reason);
    }
    const { tyk } = clientOn([]);
    const timedOut = await failure(tyk.clients.get(ref, { signal: AbortSignal.abort() }));
    expect(timedOut.cause).toBeInstanceOf(DOMException);
  });

  test("gives way to an answer that was there before", async () => {
    const stop = new AbortController();
    const { tyk } = clientOn([json(client)]);
    const call = tyk.clients.get(ref, { signal: stop.signal });
    expect(await call).toEqual(client);
    stop.abort();
    expect(await call).toEqual(client);
  });
});

test("two hundred calls on one signal leave no listener and give no warning", async () => {
  const warnings: Error[] = [];
  const keep = (warning: Error): void => {
    warnings.push(warning);
  };
  process.on("warning", keep);
  const { signal } = new AbortController();
  const tyk = newClient({ fetch: () => Promise.resolve(Response.json(client)) });
  const calls = Array.from({ length: 200 }, () =>
    tyk.clients.get(ref, { signal, deadlineMs: 5_000 }),
  );
  await Promise.all(calls);
  await wait(0);
  process.off("warning", keep);
  expect(getEventListeners(signal, "abort")).toEqual([]);
  expect(warnings).toEqual([]);
});

test("what nothing ended is not taken for an end", () => {
  const limits = { timeoutMs: 1_000, totalTimeoutMs: 1_000, maxRetries: 0, headers: {} };
  const call = new Call("hello", operations.hello, { ...limits, signal: undefined }, systemRuntime);
  expect(call.interruption(call.total)).toBeUndefined();
  call.total.end();
  const { signal } = new AbortController();
  const other = new Call("hello", operations.hello, { ...limits, signal }, systemRuntime);
  expect(other.interruption(other.total)).toBeUndefined();
  other.total.end();
});

import { outcomeOf } from "../support/faults/outcome-of.ts";
import { deepEqual, equal, ok } from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import type { TykOutcome } from "@tyk-oauth/sdk";
import { answer, bytes, document, html, okHead, page } from "../support/faults/answers.ts";
import { blackHole } from "../support/faults/black-hole.ts";
import { callKinds } from "../support/faults/calls.ts";
import type { Send } from "../support/faults/calls.ts";
import { fixRandomness } from "../support/faults/fix-randomness.ts";
import { failCall } from "../support/faults/fail-call.ts";
import type { During, FaultSetup } from "../support/faults/fail-call.ts";
import { closedPort, serve } from "../support/faults/server.ts";

/** Waits between attempts that are long enough to be met in. */
const backoffMs = 150;
fixRandomness(backoffMs / 200);

/** What "at once" is on a machine that has other things to do. */
const atOnceMs = 100;

interface Row extends FaultSetup {
  readonly when: string;
  readonly outcome: TykOutcome;
  readonly attempts: number;
  readonly says: string;
  /** Settles when the call is where it is to be aborted. */
  readonly until?: During;
  /** The operations that get there; all, unless it says otherwise. */
  readonly operations?: readonly string[];
}

const nothing = (): void => undefined;
const arrived: During = async ({ received }) => {
  while (received?.() === 0) await wait(1);
};
const told: During = async (_, { sent }) => {
  while (sent() === 0) await wait(1);
  await wait(40);
};

const busy = (status: number): FaultSetup => ({
  start: (t) => serve(t, answer(status, { ...html, "retry-after": "20" }, page)),
});
const cut = `${okHead}content-length: ${document.length}\r\n\r\n${document.slice(0, 20)}`;

const rows: readonly Row[] = [
  {
    when: "while it waits for a place",
    start: (t) => serve(t, nothing),
    options: { maxConcurrency: 1 },
    outcome: "not-sent",
    attempts: 0,
    says: "a free slot (maxConcurrency)",
    // The one that has taken it.
    until: arrived,
  },
  {
    when: "while it waits for the secret",
    start: (t) => serve(t, nothing),
    options: { secret: () => new Promise<string>(nothing) },
    outcome: "not-sent",
    attempts: 0,
    says: "the secret",
    until: () => wait(20),
  },
  {
    when: "while it connects",
    start: blackHole,
    outcome: "unknown",
    attempts: 1,
    says: "the response",
    until: told,
  },
  {
    when: "while it waits for the head",
    start: (t) => serve(t, nothing),
    closes: true,
    outcome: "unknown",
    attempts: 1,
    says: "the response",
    until: arrived,
  },
  {
    when: "while it reads the body",
    start: (t) => serve(t, bytes(cut, "hold")),
    closes: true,
    outcome: "applied",
    attempts: 1,
    says: "the rest of the response",
    until: async (...setup) => {
      await arrived(...setup);
      await wait(250);
    },
  },
  {
    when: "while it reads the body of a 503",
    start: (t) =>
      serve(
        t,
        bytes("HTTP/1.1 503 Busy\r\ncontent-type: text/html\r\ncontent-length: 9\r\n\r\n<", "hold"),
      ),
    closes: true,
    outcome: "unknown",
    attempts: 1,
    says: "the rest of the response",
    until: async (...setup) => {
      await arrived(...setup);
      await wait(250);
    },
  },
  ...(
    [
      ["a refused connection", "not-sent", { start: closedPort }],
      ["429", "refused", busy(429)],
      ["503", "unknown", busy(503)],
      ["an answer that was cut off", "applied", { start: (t) => serve(t, bytes(cut, "reset")) }],
    ] as const satisfies readonly (readonly [string, TykOutcome, FaultSetup])[]
  ).map(([after, outcome, setup]) => ({
    when: `before the next attempt, after ${after}`,
    ...setup,
    outcome,
    attempts: 1,
    says: "the next attempt",
    until: told,
    // A rotation is given up after these, without a wait.
    ...(outcome === "unknown" || outcome === "applied"
      ? { operations: ["getOAuthClient", "deleteOAuthClient"] }
      : {}),
  })),
];

for (const row of rows) {
  describe(`aborted ${row.when} → aborted, ${row.outcome}`, () => {
    for (const [operation, send] of callKinds) {
      if (row.operations?.includes(operation) === false) continue;
      test(operation, async (t) => {
        const stop = new AbortController();
        const reason = new Error("enough");
        let stoppedAt = 0;
        const during: During = async (target, watched) => {
          await row.until?.(target, watched);
          stoppedAt = performance.now();
          stop.abort(reason);
        };
        const place = row.options?.maxConcurrency === 1 ? taken(send) : send;
        const { error, settledAt, target } = await failCall(t, row, place, during, stop.signal);
        const { name, code, outcome, attempts, cause, message } = error;
        deepEqual(
          { name, code, outcome, attempts },
          {
            name: "TykAbortError",
            code: "aborted",
            outcome: outcomeOf(operation, row.outcome),
            attempts: row.attempts,
          },
        );
        equal(cause, reason);
        equal(
          message,
          `${operation}: aborted while waiting for ${row.says} [client shop-web; API orders]`,
        );
        ok(settledAt - stoppedAt < atOnceMs, `settled after ${settledAt - stoppedAt} ms`);
        // The one that takes the place is the only one that comes.
        await wait(row.says === "the next attempt" ? backoffMs + 50 : 20);
        if (target.received !== undefined)
          equal(target.received(), row.options?.maxConcurrency ?? row.attempts);
      });
    }
  });
}

test("aborted before the call → aborted, not-sent", async (t) => {
  for (const [operation, send] of callKinds) {
    const reason = new Error("enough");
    const setup: FaultSetup = { start: (stops) => serve(stops, nothing) };
    const { error, target } = await failCall(t, setup, send, undefined, AbortSignal.abort(reason));
    const { name, outcome, attempts, cause } = error;
    deepEqual(
      { operation: error.operation, name, outcome, attempts, cause },
      { operation, name: "TykAbortError", outcome: "not-sent", attempts: 0, cause: reason },
    );
    await wait(20);
    equal(target.sockets.length, 0);
  }
});

/** Makes the call while another one, which has no limit and so no timer, takes the only place. */
function taken(send: Send): Send {
  return async (tyk, options) => {
    const other = new AbortController();
    const limits = { timeoutMs: Infinity, totalTimeoutMs: Infinity, signal: other.signal };
    const first = tyk.raw.hello({}, limits).catch(() => undefined);
    try {
      return await send(tyk, options);
    } finally {
      // After the gates have looked at what the second one leaves.
      setImmediate(() => {
        other.abort();
      });
      first.catch(() => undefined);
    }
  };
}

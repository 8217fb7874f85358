import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { answer, html, page } from "../support/faults/answers.ts";
import { creatingCall, readCall } from "../support/faults/calls.ts";
import { watchedClient } from "../support/faults/watched-client.ts";
import { fixRandomness } from "../support/faults/fix-randomness.ts";
import { failCall } from "../support/faults/fail-call.ts";
import type { FailedCall } from "../support/faults/fail-call.ts";
import { serve } from "../support/faults/server.ts";
import type { AfterTest, Target } from "../support/faults/server.ts";

fixRandomness();

/** Our own wait is ten milliseconds; what is more than this is somebody else's. */
const ownMs = 500;
const atOnceMs = 1_000;

/** A server that asks for a wait, and keeps in mind when it was asked. */
function asking(status: number, value: string | (() => string), date?: () => string) {
  const at: number[] = [];
  const start = (stops: AfterTest): Promise<Target> =>
    serve(stops, (exchange) => {
      at.push(performance.now());
      const retryAfter = typeof value === "function" ? value() : value;
      const headers = { ...html, "retry-after": retryAfter };
      answer(status, date === undefined ? headers : { ...headers, date: date() }, page)(exchange);
    });
  return { start, waited: () => at.slice(1).map((time, index) => time - (at[index] ?? time)) };
}

const inSeconds =
  (seconds: number): (() => string) =>
  () =>
    new Date(Date.now() + seconds * 1_000).toUTCString();

// The wait is the same for each operation; what may be repeated at all, the matrix says.
const [, send] = readCall;
const [, rotate] = creatingCall;

/** Dates count in whole seconds, and timers may come a millisecond early. */
const waits: readonly (readonly [
  string,
  ReturnType<typeof asking>,
  atLeastMs: number,
  atMostMs: number,
])[] = [
  ["2", asking(503, "2"), 1_995, 2_900],
  [
    "a date in 2 s, by the answer's own clock",
    asking(429, inSeconds(602), inSeconds(600)),
    1_000,
    2_900,
  ],
];

test("Retry-After: the call waits for it", async (t) => {
  await Promise.all(
    waits.map(([name, { start, waited }, atLeastMs, atMostMs]) =>
      t.test(name, async () => {
        const target = await start(t);
        const { tyk } = watchedClient({ baseUrl: target.url, maxRetries: 1 });
        await send(tyk, {}).catch(() => undefined);
        const [wait = 0] = waited();
        equal(target.received?.(), 2);
        ok(wait >= atLeastMs && wait <= atMostMs, `waited ${wait} ms`);
      }),
    ),
  );
});

for (const [name, value] of [
  ["0", "0"],
  ["-5", "-5"],
  ["garbage 5", "garbage 5"],
  ["0x10", "0x10"],
  ["1.5", "1.5"],
  ["a date that is past", inSeconds(-60)],
  ["the day that Date.parse makes of garbage", "Thu, 01 Feb 2001"],
] as const) {
  test(`Retry-After: ${name} → the default wait, as for its status`, async (t) => {
    const { start, waited } = asking(503, value);
    const { error } = await failCall(t, { start }, send);
    deepEqual([error.code, error.outcome, error.attempts], ["server", "not-sent", 3]);
    for (const wait of waited()) ok(wait < ownMs, `waited ${wait} ms`);
  });
}

for (const [name, value, options, retryAfterMs] of [
  ["31", "31", {}, 31_000],
  ["99999999999", "99999999999", {}, undefined],
  ["a date in a minute", inSeconds(60), {}, undefined],
  ["2, where less is left", "2", { totalTimeoutMs: 1_500 }, 2_000],
] as const) {
  for (const [kind, operation] of [
    ["a read", send],
    ["a rotation", rotate],
  ] as const) {
    test(`Retry-After: ${name} → ${kind} fails at once, with the time`, async (t) => {
      const { start } = asking(429, value);
      const startedAt = performance.now();
      let sentAt = startedAt;
      const failed: FailedCall = await failCall(t, { start, options }, operation, () => {
        sentAt = performance.now();
        return Promise.resolve();
      });
      const { error, settledAt, target } = failed;
      const { code, outcome, attempts } = error;
      deepEqual(
        { code, outcome, attempts },
        { code: "rate-limit", outcome: "refused", attempts: 1 },
      );
      equal(target.received?.(), 1);
      const asked = "retryAfterMs" in error ? error.retryAfterMs : undefined;
      if (retryAfterMs === undefined) ok(asked !== undefined && asked > 30_000, `${asked}`);
      else equal(asked, retryAfterMs);
      ok(settledAt - sentAt < atOnceMs, `failed after ${settledAt - sentAt} ms`);
    });
  }
}

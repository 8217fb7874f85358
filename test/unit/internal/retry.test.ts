import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RetryClass } from "../../../src/internal/operations.ts";
import { mayRepeat, parseRetryAfter, retryDelayMs } from "../../../src/internal/retry.ts";
import {
  TykAbortError,
  TykApiError,
  TykConnectionError,
  TykRateLimitError,
  TykRedirectError,
  TykResponseError,
  TykServerError,
  TykTimeoutError,
} from "../../../src/index.ts";
import type { TykError, TykOutcome } from "../../../src/index.ts";
import { TestRuntime } from "../support/runtime.ts";

const classes: RetryClass[] = ["read", "repeatable", "repeatable-soon", "create", "once"];
const status = (value: number): TykApiError => new TykApiError("", { status: value });
const connection = (code: "connection" | "tls"): TykError =>
  new TykConnectionError("", { code, systemCode: undefined });

describe("what may be repeated", () => {
  test.each<[string, TykError, TykOutcome, "always" | "reads" | "never"]>([
    ["a connection that was not made", connection("connection"), "not-sent", "always"],
    ["a connection that broke", connection("connection"), "unknown", "reads"],
    ["a TLS handshake that failed", connection("tls"), "not-sent", "never"],
    ["425", status(425), "refused", "always"],
    ["429", new TykRateLimitError("", { status: 429 }), "refused", "always"],
    ["502", new TykServerError("", { status: 502 }), "unknown", "reads"],
    ["503", new TykServerError("", { status: 503 }), "unknown", "reads"],
    ["504", new TykServerError("", { status: 504 }), "unknown", "reads"],
    ["500", new TykServerError("", { status: 500 }), "unknown", "never"],
    ["501", new TykServerError("", { status: 501 }), "refused", "never"],
    ["505", new TykServerError("", { status: 505 }), "refused", "never"],
    ["400", status(400), "refused", "never"],
    ["403", status(403), "refused", "never"],
    ["404", status(404), "refused", "never"],
    ["408", status(408), "unknown", "never"],
    ["409", status(409), "refused", "never"],
    ["a timeout", new TykTimeoutError("", { phase: "response", limitMs: 1 }), "unknown", "never"],
    [
      "a timeout in the queue",
      new TykTimeoutError("", { phase: "queue", limitMs: 1 }),
      "not-sent",
      "never",
    ],
    ["an abort", new TykAbortError(""), "not-sent", "never"],
    [
      "a redirect",
      new TykRedirectError("", { status: 301, targetOrigin: undefined }),
      "refused",
      "never",
    ],
    [
      "a cut answer",
      new TykResponseError("", { code: "truncated", status: 200 }),
      "applied",
      "never",
    ],
    [
      "a cut answer of 503",
      new TykResponseError("", { code: "truncated", status: 503 }),
      "unknown",
      "never",
    ],
    [
      "broken HTTP",
      new TykResponseError("", { code: "protocol", status: undefined }),
      "unknown",
      "never",
    ],
  ])("%s", (_, error, outcome, expected) => {
    const repeated = classes.filter((retry) => mayRepeat(retry, error, outcome));
    expect(repeated).toEqual({ always: classes, reads: ["read"], never: [] }[expected]);
  });
});

describe("the wait", () => {
  const runtime = new TestRuntime();
  const delay = (attempts: number, dice: number, retryAfterMs?: number): number | undefined => {
    runtime.dice = dice;
    return retryDelayMs(attempts, retryAfterMs, runtime);
  };

  test.each([
    [1, 0, 0],
    [1, 0.5, 100],
    [2, 0.5, 200],
    [3, 0.5, 400],
    [4, 0.5, 800],
    [5, 0.5, 1_600],
    [6, 0.5, 2_500],
    [60, 0.5, 2_500],
    [2_000, 0.5, 2_500],
    [1, 0.999, 199.8],
  ])("after attempt %i with the dice at %d is %d ms", (attempts, dice, expected) => {
    expect(delay(attempts, dice)).toBeCloseTo(expected, 6);
  });

  test.each([
    [0, 100],
    [99, 100],
    [101, 101],
    [30_000, 30_000],
    [30_001, undefined],
    [999_999_999_000, undefined],
  ])("asked for %i ms is %s ms", (retryAfterMs, expected) => {
    expect(delay(1, 0.5, retryAfterMs)).toBe(expected);
  });
});

describe("Retry-After", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  const read = (value: string, date?: string): number | undefined => {
    const headers = new Headers({ "retry-after": value });
    if (date !== undefined) headers.set("date", date);
    return parseRetryAfter(headers, now);
  };

  test("that is not there asks for nothing", () => {
    expect(parseRetryAfter(new Headers(), now)).toBeUndefined();
  });

  test.each([
    ["0", 0],
    ["1", 1_000],
    ["007", 7_000],
    [" 2 ", 2_000],
    ["999999999", 999_999_999_000],
    ["9999999999", undefined],
    ["99999999999999999999", undefined],
    ["", undefined],
    ["-5", undefined],
    ["+5", undefined],
    ["1.5", undefined],
    ["1e3", undefined],
    ["0x10", undefined],
    ["Infinity", undefined],
    ["garbage 5", undefined],
    ["5 seconds", undefined],
    ["1, 2", undefined],
    // Dates, against a clock that stands at the first second of 2026.
    ["Thu, 01 Jan 2026 00:00:05 GMT", 5_000],
    ["Thu, 01 Jan 2026 01:00:00 GMT", 3_600_000],
    ["Thu, 01 Jan 2026 00:00:00 GMT", undefined],
    ["Wed, 31 Dec 2025 23:59:59 GMT", undefined],
    ["Thu, 99 Jan 2026 00:00:05 GMT", undefined],
    ["Thu, 01 Foo 2026 00:00:05 GMT", undefined],
    ["xThu, 01 Jan 2026 00:00:05 GMT", undefined],
    ["Thu, 01 Jan 2026 00:00:05 GMTx", undefined],
    ["Thu, 01 Jan 2026 00:00:05 GMT-0100", undefined],
    ["Thu, 01 Jan 2026 00:00:05", undefined],
    ["Thu, 1 Jan 2026 00:00:05 GMT", undefined],
    ["Thursday, 01-Jan-26 00:00:05 GMT", undefined],
    ["2026-01-01T00:00:05Z", undefined],
    ["2026", 2_026_000],
  ])("%j is %s ms", (value, expected) => {
    expect(read(value)).toBe(expected);
  });

  test.each([
    ["Thu, 01 Jan 2026 00:00:05 GMT", "Thu, 01 Jan 2026 00:00:03 GMT", 2_000],
    ["Wed, 31 Dec 2025 00:00:09 GMT", "Wed, 31 Dec 2025 00:00:01 GMT", 8_000],
    ["Thu, 01 Jan 2026 00:00:05 GMT", "Thu, 01 Jan 2026 00:00:05 GMT", undefined],
    ["Thu, 01 Jan 2026 00:00:05 GMT", "Thu, 01 Jan 2026 00:00:06 GMT", undefined],
    ["Thu, 01 Jan 2026 00:00:05 GMT", "garbage", 5_000],
    ["7", "Thu, 01 Jan 2026 00:00:06 GMT", 7_000],
  ])("%j with the answer's own date %j is %s ms", (value, date, expected) => {
    expect(read(value, date)).toBe(expected);
  });

  test("is nothing or a time to wait, never a NaN, whatever it holds", () => {
    const value = fc.oneof(
      fc.string({ unit: "binary-ascii" }),
      fc.double().map(String),
      fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    );
    const safe = value.filter((text) => /^[\t\x20-\x7e]*$/.test(text));
    fc.assert(
      fc.property(safe, fc.option(safe, { nil: undefined }), (text, date) => {
        const ms = read(text, date);
        if (ms !== undefined) expect(Number.isFinite(ms) && ms >= 0).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ["digits", "1".repeat(65_536)],
    ["spaces", " ".repeat(65_536)],
    ["a date's beginning", "Thu, ".repeat(13_000)],
  ])("of 64 KiB of %s is read at once", (_, value) => {
    const start = performance.now();
    expect(read(value)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(500);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseRetryAfter } from "../../../../src/transport/retry/retry-after.ts";
import { shortestMs } from "../../../support/util/shortest-ms.ts";

describe("Retry-After", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  const read = (value: string, date?: string): number | undefined => {
    const headers = new Headers({ "retry-after": value });
    if (date !== undefined) headers.set("date", date);
    return parseRetryAfter(headers, now);
  };

  test("that is missing sets no wait", () => {
    expect(parseRetryAfter(new Headers(), now)).toBeUndefined();
  });

  test.each([
    ["0", 0],
    ["1", 1_000],
    ["007", 7_000],
    [" 2 ", 2_000],
    ["999999999", 999_999_999_000],
    ["9999999999", 9_999_999_999_000],
    ["99999999999999999999", Number.MAX_SAFE_INTEGER],
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
  ])("%j with the response's own date %j is %s ms", (value, date, expected) => {
    expect(read(value, date)).toBe(expected);
  });

  test("gives nothing or a wait, never NaN, whatever it contains", () => {
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
    expect(shortestMs(() => read(value))).toBeLessThan(500);
  });
});

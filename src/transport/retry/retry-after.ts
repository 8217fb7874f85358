import type { ReadableHeaders } from "../../util/raw-headers.ts";

/**
 * Reads a `Retry-After` header, in milliseconds. It accepts whole seconds, or an HTTP-date in the future, which is compared with
 * the response's own `Date`. The patterns are strict: `Date.parse("-5")` is a day in 2001, and `Number("0x10")` is 16.
 */
export function parseRetryAfter(headers: ReadableHeaders, nowMs: number): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Math.min(Number(value) * 1000, Number.MAX_SAFE_INTEGER);
  const until = parseHttpDate(value);
  if (until === undefined) return undefined;
  const from = parseHttpDate(headers.get("date") ?? "") ?? nowMs;
  return until > from ? until - from : undefined;
}

/** Reads the one form of an HTTP-date that a sender may use (RFC 9110, 5.6.7). */
function parseHttpDate(value: string): number | undefined {
  const form = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
  const time = form.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

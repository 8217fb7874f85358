import type { TykError } from "../errors/base.ts";
import { TykApiError } from "../errors/api.ts";
import type { TykOutcome } from "../errors/base.ts";
import type { RetryClass } from "./operations.ts";
import type { Runtime } from "./runtime.ts";

const baseDelayMs = 200;
const maxDelayMs = 5_000;
/** A longer `Retry-After` is told to the caller instead of being waited out. */
const maxRetryAfterMs = 30_000;

/** Whether this attempt's failure may be answered with another attempt. */
export function mayRepeat(retry: RetryClass, error: TykError, outcome: TykOutcome): boolean {
  const status = error instanceof TykApiError ? error.status : undefined;
  if (error.code === "connection" && outcome === "not-sent") return true;
  if (status === 425 || status === 429) return true;
  if (retry !== "read") return false;
  return error.code === "connection" || status === 502 || status === 503 || status === 504;
}

/**
 * How long to wait before the next attempt, in milliseconds: full jitter under a limit that doubles, or what `Retry-After`
 * asks for where that is longer. `undefined` where it asks for more than is waited.
 */
export function retryDelayMs(
  attempts: number,
  retryAfterMs: number | undefined,
  runtime: Runtime,
): number | undefined {
  if (retryAfterMs !== undefined && retryAfterMs > maxRetryAfterMs) return undefined;
  const backoff = runtime.random() * Math.min(baseDelayMs * 2 ** (attempts - 1), maxDelayMs);
  return Math.max(backoff, retryAfterMs ?? 0);
}

/**
 * What a `Retry-After` asks for, in milliseconds. Strict, since `Date.parse("-5")` is a day in 2001 and `Number("0x10")` is
 * 16: whole seconds, or an HTTP-date, which is read against the answer's own `Date`. Anything else, and the past, is nothing.
 */
export function parseRetryAfter(headers: Headers, nowMs: number): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const until = parseHttpDate(value);
  if (until === undefined) return undefined;
  const from = parseHttpDate(headers.get("date") ?? "") ?? nowMs;
  return until > from ? until - from : undefined;
}

/** The one form of an HTTP-date that a sender may use (RFC 9110, 5.6.7). */
function parseHttpDate(value: string): number | undefined {
  const form = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
  const time = form.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

import type { Runtime } from "../../util/runtime.ts";

const baseDelayMs = 200;
const maxDelayMs = 5_000;
/** A longer `Retry-After` is not waited for. The error passes it on to the caller. */
const maxRetryAfterMs = 30_000;

/**
 * Returns the wait before the next attempt, in milliseconds: full jitter below a limit that doubles with each attempt, or the
 * `Retry-After` if that is longer. Returns `undefined` if the `Retry-After` is too long to wait for.
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

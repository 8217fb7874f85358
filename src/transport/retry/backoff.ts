import type { Runtime } from "../../util/runtime.ts";

const baseDelayMs = 200;
const maxDelayMs = 5_000;
/** A longer `Retry-After` is told to the caller instead of being waited out. */
const maxRetryAfterMs = 30_000;

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

import type { TykError } from "../../errors/base.ts";
import { responseInfoOf } from "../../transport/response-info.ts";
import type { TykResponseInfo } from "../../types/tyk-promise.ts";

/**
 * While its storage is down, a gateway responds as if nothing existed, and each such response takes 5 to 10 s (trap 28). A healthy
 * gateway responds within milliseconds.
 */
const suspiciousMs = 2_500;

/**
 * Whether a response that shows an absence took too long to be trusted.
 *
 * @param usualMs - How long a reliable response took. Behind a slow network all responses are slow.
 */
export function isLate(response: TykResponseInfo | undefined, usualMs = 0): boolean {
  return (response?.durationMs ?? 0) >= Math.max(suspiciousMs, 3 * usualMs);
}

/** Whether the response behind an error took too long to be trusted. */
export function isLateError(error: TykError, usualMs = 0): boolean {
  return isLate(responseInfoOf(error), usualMs);
}

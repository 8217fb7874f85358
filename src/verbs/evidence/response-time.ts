import type { TykError } from "../../errors/base.ts";
import { responseInfoOf } from "../../transport/response-info.ts";

/**
 * While its storage is down a gateway responds as if nothing were there, but each such response takes 5 to 10 s (trap 28). A
 * healthy gateway takes milliseconds.
 */
const suspiciousMs = 2_500;

/**
 * Whether a response came too late to be believed when it says that something is not there.
 *
 * @param usualMs - How long a response took that showed something. Behind a slow network all responses are slow.
 */
export function isSuspiciouslySlow(durationMs: number, usualMs = 0): boolean {
  return durationMs >= Math.max(suspiciousMs, 3 * usualMs);
}

/** The same of the response that an error was made from. */
export function isLateError(error: TykError, usualMs = 0): boolean {
  return isSuspiciouslySlow(responseInfoOf(error)?.durationMs ?? 0, usualMs);
}

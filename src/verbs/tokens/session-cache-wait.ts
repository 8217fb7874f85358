import type { MethodContext } from "../method-context.ts";

/** The default of the argument `wait`. */
export const defaultWaitMs = 11_000;
/** The session cache keeps a session for ten seconds, whatever `cached_session_timeout` says (trap 35). */
export const coveringWaitMs = 10_500;
/** How often the guard runs during the wait. */
const guardIntervalMs = 250;

/**
 * Waits until the gateway's session cache no longer accepts removed tokens (trap 16).
 *
 * @param guard - Called repeatedly during the wait, to remove tokens in use. Each request that finds such a token in the cache
 * stores it again, and the cache would then be filled from storage again.
 */
export async function waitOutSessionCache(
  context: MethodContext,
  ms: number,
  guard: (() => Promise<void>) | undefined,
): Promise<void> {
  context.progress("wait", 0, ms);
  const step = guard === undefined ? ms : guardIntervalMs;
  for (let waited = 0; waited < ms; waited += step) {
    await context.wait(Math.min(step, ms - waited));
    context.progress("wait", Math.min(waited + step, ms), ms);
    await guard?.();
  }
}

import type { MethodContext } from "../method-context.ts";

const defaultMs = 11_000;
/** The session cache keeps a session for ten seconds, whatever `cached_session_timeout` says (trap 35). */
const coveringMs = 10_500;
/** How often the guard runs during the wait. */
const guardIntervalMs = 250;

/** Waits until the gateway's session cache no longer accepts removed tokens (trap 16). */
export class SessionCacheWait {
  readonly #context: MethodContext;
  readonly #ms: number;

  constructor(context: MethodContext, wait: boolean | number) {
    this.#context = context;
    this.#ms = wait === true ? defaultMs : wait === false ? 0 : wait;
  }

  get isEnabled(): boolean {
    return this.#ms > 0;
  }

  /** Whether the wait is longer than the cache keeps a session. */
  get coversCache(): boolean {
    return this.#ms >= coveringMs;
  }

  /**
   * Waits.
   *
   * @param guard - Called repeatedly during the wait, to remove tokens in use. Each request that finds such a token in the cache
   * stores it again, and the cache would then be filled from storage again.
   */
  async run(guard: (() => Promise<void>) | undefined): Promise<void> {
    const context = this.#context;
    context.progress("wait", 0, this.#ms);
    const step = guard === undefined ? this.#ms : guardIntervalMs;
    for (let waited = 0; waited < this.#ms; waited += step) {
      await context.wait(Math.min(step, this.#ms - waited));
      context.progress("wait", Math.min(waited + step, this.#ms), this.#ms);
      await guard?.();
    }
  }
}

import type { MethodContext } from "../method-context.ts";

const defaultMs = 11_000;
/** The session cache keeps a session for ten seconds, whatever `cached_session_timeout` says (trap 35). */
const coveringMs = 10_500;
/** How often tokens that are in use are read again while the cache is waited out. */
const guardEveryMs = 250;

/** The wait that the gateway's session cache needs after a token was removed. */
export class SessionCacheWait {
  readonly #context: MethodContext;
  readonly #ms: number;

  constructor(context: MethodContext, wait: boolean | number) {
    this.#context = context;
    this.#ms = wait === true ? defaultMs : wait === false ? 0 : wait;
  }

  /** Whether there is to be a wait at all. */
  get isAsked(): boolean {
    return this.#ms > 0;
  }

  /** Whether the wait is as long as the cache keeps a session. */
  get coversCache(): boolean {
    return this.#ms >= coveringMs;
  }

  /**
   * Waits.
   *
   * @param isGuarded - Calls `guard` again and again meanwhile: a token that is in use is stored again by each request that still
   * finds it in the cache, and has to be removed at once, or the cache would be filled from storage again.
   */
  async run(isGuarded: boolean, guard: () => Promise<void>): Promise<void> {
    const context = this.#context;
    context.progress("wait", 0, this.#ms);
    const step = isGuarded ? guardEveryMs : this.#ms;
    for (let waited = 0; waited < this.#ms; waited += step) {
      await context.wait(Math.min(step, this.#ms - waited));
      context.progress("wait", Math.min(waited + step, this.#ms), this.#ms);
      if (isGuarded) await guard();
    }
  }
}

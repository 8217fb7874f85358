/**
 * A limit of time and an outer signal in one signal of our own: what ends a wait, and what `fetch` is given. The caller's
 * signal itself is never handed on, since `fetch` leaves a listener on it.
 */
export class Deadline {
  readonly limitMs: number;
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #leave: () => void;
  readonly #startedAt = performance.now();
  #expired = false;

  constructor(limitMs: number, outer: AbortSignal | undefined) {
    this.limitMs = limitMs;
    // any() leaves no listener on the outer signal that would outlive the call.
    const ended = outer === undefined ? undefined : AbortSignal.any([outer]);
    const onEnded = (): void => {
      this.#controller.abort(ended?.reason);
    };
    if (ended?.aborted === true) onEnded();
    else ended?.addEventListener("abort", onEnded, { once: true });
    this.#leave = () => {
      ended?.removeEventListener("abort", onEnded);
    };
    if (Number.isFinite(limitMs)) {
      this.#timer = setTimeout(() => {
        this.#expired = true;
        this.#controller.abort(new DOMException("time limit", "TimeoutError"));
      }, limitMs);
    }
  }

  /** Aborts when the time is up or the outer signal does. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether it was this limit, and not the outer signal, that ended it. */
  get expired(): boolean {
    return this.#expired;
  }

  /** How much of the limit is left, in milliseconds. */
  get remainingMs(): number {
    return this.limitMs - (performance.now() - this.#startedAt);
  }

  /** The work's result, or a rejection as soon as the signal aborts, whether the work minds the signal or not. */
  race<T>(work: Promise<T>): Promise<T> {
    const { signal } = this;
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        reject(signal.reason as Error);
      };
      if (signal.aborted) stop();
      else signal.addEventListener("abort", stop, { once: true });
      const done = (): void => {
        signal.removeEventListener("abort", stop);
      };
      work.then(resolve, reject).finally(done);
    });
  }

  /** Takes the timer and the listeners away. To be called once the waiting is over, however it ended. */
  end(): void {
    clearTimeout(this.#timer);
    this.#leave();
  }
}

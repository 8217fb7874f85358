/**
 * A limit of time within an outer limit or signal: what ends a wait, and a signal of our own for `fetch`. The caller's signal
 * itself is never handed on, since `fetch` leaves a listener on it.
 */
export class Deadline {
  readonly limitMs: number;
  readonly #startedAt = performance.now();
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #leave: (() => void) | undefined;
  /** Made where somebody asks for the signal: most limits end no wait, and a controller is dear. */
  #controller: AbortController | undefined;
  /** The limit that was started last within this one. */
  #inner: Deadline | undefined;
  /** Ends the wait that is under way. */
  #reject: ((reason: Error) => void) | undefined;
  #ended: { readonly reason: Error } | undefined;
  #expired = false;

  constructor(limitMs: number, outer: Deadline | AbortSignal | undefined) {
    this.limitMs = limitMs;
    if (outer instanceof Deadline) {
      outer.#inner = this;
      if (outer.#ended !== undefined) this.#end(outer.#ended.reason);
    } else if (outer !== undefined) this.#leave = this.#listen(outer);
    if (Number.isFinite(limitMs)) {
      this.#timer = setTimeout(() => {
        this.#expired = this.#ended === undefined;
        this.#end(new DOMException("time limit", "TimeoutError"));
      }, limitMs);
    }
  }

  #listen(outer: AbortSignal): () => void {
    // any() leaves no listener on the outer signal that would outlive the call.
    const ended = AbortSignal.any([outer]);
    const onEnded = (): void => {
      // Whatever the caller aborts with.
      this.#end(ended.reason as Error);
    };
    if (ended.aborted) onEnded();
    else ended.addEventListener("abort", onEnded, { once: true });
    return () => {
      ended.removeEventListener("abort", onEnded);
    };
  }

  #end(reason: Error): void {
    if (this.#ended !== undefined) return;
    this.#ended = { reason };
    this.#controller?.abort(reason);
    this.#reject?.(reason);
    if (this.#inner !== undefined) this.#inner.#end(reason);
  }

  /** Aborts when the time is up or the outer limit or signal ends. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#ended !== undefined) this.#controller.abort(this.#ended.reason);
    }
    return this.#controller.signal;
  }

  /** Whether it ended, by whatever. */
  get isOver(): boolean {
    return this.#ended !== undefined;
  }

  /** Whether it is this that ended it. */
  endedWith(reason: unknown): boolean {
    return this.#ended?.reason === reason;
  }

  /** Whether it was this limit, and not the outer one or the signal, that ended it. */
  get expired(): boolean {
    return this.#expired;
  }

  /** How much of the limit is left, in milliseconds. */
  get remainingMs(): number {
    return this.limitMs - (performance.now() - this.#startedAt);
  }

  /**
   * The work's result, or a rejection as soon as the limit ends, whether the work minds the signal or not. One at a time: the
   * next takes its place.
   */
  race<T>(work: Promise<T>): Promise<T> {
    if (this.#ended !== undefined) {
      // Its own end is of no interest any more.
      work.catch(() => undefined);
      return Promise.reject(this.#ended.reason);
    }
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      work.then(resolve, reject);
    });
  }

  /** Takes the timer and the listener away. To be called once the waiting is over, however it ended. */
  end(): void {
    clearTimeout(this.#timer);
    this.#leave?.();
    this.#reject = undefined;
  }
}

/** The abort reason of a method's `deadlineMs`, so that it can be told from the caller's own abort. */
export class MethodDeadline {
  readonly limitMs: number;

  constructor(limitMs: number) {
    this.limitMs = limitMs;
  }
}

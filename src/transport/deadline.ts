import { createAbortReason, onAbort } from "../util/abort.ts";
import { runEach } from "../util/run-each.ts";
import { fetchFeatures } from "./fetch-features.ts";

/**
 * A timeout inside an outer deadline or signal. It ends waits, and has a signal of its own for `fetch`: the caller's signal is
 * never passed on, because `fetch` leaves a listener on it.
 */
export class Deadline {
  readonly limitMs: number;
  /** The time that was left when the time was set last. */
  #leftMs: number;
  #setAt = monotonicMs();
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #outer: Deadline | undefined;
  readonly #stopListening: (() => void) | undefined;
  /** Created when `signal` is read first. A controller is expensive, and most deadlines end no wait. */
  #controller: AbortController | undefined;
  /** The deadline that was started last inside this one. */
  #inner: Deadline | undefined;
  /** Ends the current wait. */
  #reject: ((reason: Error) => void) | undefined;
  #ended: { readonly reason: Error } | undefined;
  #expired = false;

  constructor(limitMs: number, outer: Deadline | AbortSignal | undefined) {
    this.limitMs = this.#leftMs = limitMs;
    if (outer instanceof Deadline) {
      this.#outer = outer;
      outer.#inner = this;
      if (outer.#ended !== undefined) this.#end(outer.#ended.reason);
      // This timer ends the outer deadline too, which then needs none. A timer is expensive, and most calls wait for a response only.
      this.#startTimer();
    } else if (outer !== undefined) {
      this.#stopListening = onAbort(outer, () => {
        // The caller may abort with any value; a rejection passes it on unchanged.
        this.#end((outer.reason ?? createAbortReason("aborted", "AbortError")) as Error);
      });
    }
  }

  #clearTimer(): void {
    const timer = this.#timer;
    if (timer === undefined) return;
    this.#timer = undefined;
    runEach(() => {
      clearTimeout(timer);
    });
  }

  /** Sets the time that is left from now on. */
  #setTime(ms: number): void {
    this.#clearTimer();
    this.#leftMs = ms;
    this.#setAt = monotonicMs();
  }

  /** Starts the timer for the time that is left, or for that of the outer deadline if it is shorter. */
  #startTimer(): void {
    if (this.#timer !== undefined || this.#ended !== undefined) return;
    const ownMs = this.remainingMs;
    const outerMs = this.#outer?.remainingMs ?? Number.POSITIVE_INFINITY;
    const first = this.#outer !== undefined && outerMs < ownMs ? this.#outer : this;
    const ms = Math.min(ownMs, outerMs);
    if (!Number.isFinite(ms)) return;
    this.#timer = setTimeout(() => {
      first.#expired = first.#ended === undefined;
      first.#end(createAbortReason("timed out", "TimeoutError"));
    }, ms);
  }

  #end(reason: Error): void {
    if (this.#ended !== undefined) return;
    this.#ended = { reason };
    this.#controller?.abort(reason);
    this.#reject?.(reason);
    if (this.#inner !== undefined) this.#inner.#end(reason);
  }

  /** Aborts when the time is over, or when the outer deadline or signal ends. */
  get signal(): AbortSignal {
    this.#startTimer();
    if (this.#controller === undefined) {
      this.#controller = (fetchFeatures().createController ?? createController)();
      if (this.#ended !== undefined) this.#controller.abort(this.#ended.reason);
    }
    return this.#controller.signal;
  }

  /** Whether the deadline ended, for any reason. */
  get isOver(): boolean {
    return this.#ended !== undefined;
  }

  /** Whether the deadline ended with this reason. */
  endedWith(reason: unknown): boolean {
    return this.#ended !== undefined && this.#ended.reason === reason;
  }

  /** Whether the deadline's own time is over. False if the outer deadline or signal ended it. */
  get isExpired(): boolean {
    return this.#expired;
  }

  /** The time that is left, in milliseconds. */
  get remainingMs(): number {
    return this.#leftMs - (monotonicMs() - this.#setAt);
  }

  /** Starts the time of this deadline anew. That of an outer deadline goes on. */
  restart(): void {
    this.#setTime(this.limitMs);
    this.#startTimer();
  }

  /** Stops the time of this deadline and of its outer deadline. Returns the function that lets both go on. */
  pause(): () => void {
    const resumeOuter = this.#outer?.pause();
    const leftMs = this.remainingMs;
    this.#clearTimer();
    return () => {
      resumeOuter?.();
      this.#setTime(leftMs);
      this.#startTimer();
    };
  }

  /**
   * Waits for the work, and rejects as soon as the deadline ends, even if the work ignores the signal. Supports one wait at a
   * time: a later wait replaces the earlier one.
   */
  race<T>(work: Promise<T>): Promise<T> {
    if (this.#ended !== undefined) {
      // A late failure of the work must not become an unhandled rejection.
      work.catch(() => undefined);
      return Promise.reject(this.#ended.reason);
    }
    this.#startTimer();
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      work.then(resolve, reject);
    });
  }

  /** Removes the timer and the listener. Must be called after the wait, whether the wait succeeded or failed. */
  dispose(): void {
    this.#reject = undefined;
    this.#clearTimer();
    runEach(this.#stopListening);
  }
}

/** Used if `fetch` accepts no signal: the signal then ends only the waits of this package. */
function createController(): AbortController {
  return new AbortController();
}

/** Returns a time in milliseconds that only grows, if the runtime has such a clock. */
export function monotonicMs(): number {
  const { performance = Date } = globalThis as { readonly performance?: Pick<Performance, "now"> };
  return performance.now();
}

/** The abort reason of a method's `deadlineMs`. It differs from the reason of the caller's own abort. */
export class MethodDeadlineReason {
  readonly limitMs: number;

  constructor(limitMs: number) {
    this.limitMs = limitMs;
  }
}

import { runInNextTurn } from "../util/next-turn.ts";

/** Limits how many requests run at once. The others wait in a queue, first in, first out. */
export class Limiter {
  readonly #limit: number;
  readonly #defer: (work: () => void) => void;
  readonly #queue = new Set<() => void>();
  #running = 0;

  /** @param defer - Schedules the release of a slot. */
  constructor(limit: number, defer: (work: () => void) => void = runInNextTurn) {
    this.#limit = limit;
    this.#defer = defer;
  }

  /** Takes a slot and returns the function that releases it; returns `undefined` if no slot is free. */
  tryEnter(): (() => void) | undefined {
    if (this.#running >= this.#limit) return undefined;
    this.#running += 1;
    return this.#createRelease();
  }

  /**
   * Waits for a slot and returns the function that releases it.
   *
   * @throws the signal's reason if the signal aborts first.
   */
  async enter(signal?: AbortSignal): Promise<() => void> {
    if (signal?.aborted === true) throw signal.reason as Error;
    const release = this.tryEnter();
    if (release !== undefined) return release;
    await this.#wait(signal);
    return this.#createRelease();
  }

  #createRelease(): () => void {
    let isHeld = true;
    return () => {
      if (isHeld) this.#release();
      isHeld = false;
    };
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const start = (): void => {
        signal?.removeEventListener("abort", stop);
        resolve();
      };
      const stop = (): void => {
        this.#queue.delete(start);
        reject(signal?.reason as Error);
      };
      this.#queue.add(start);
      signal?.addEventListener("abort", stop, { once: true });
    });
  }

  // One turn for each slot: with a shared turn the first request would start before the last connection is free again.
  #release(): void {
    const defer = this.#defer;
    let isStarted = false;
    const start = (): void => {
      if (!isStarted) this.#startNext();
      isStarted = true;
    };
    try {
      defer(start);
    } catch {
      // A slot must become free, whatever happens. A replaced `setImmediate` may throw.
      start();
    }
  }

  /** Gives the slot to the next in the queue, or frees it. */
  #startNext(): void {
    const next = this.#queue.values().next();
    if (next.done === true) {
      this.#running -= 1;
      return;
    }
    this.#queue.delete(next.value);
    next.value();
  }
}

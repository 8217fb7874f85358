import { runInNextTurn } from "../util/next-turn.ts";

/** A place in the queue of a `Limiter`. */
export interface QueuedSlot {
  readonly slot: Promise<() => void>;
  readonly leave: () => void;
}

/** Limits how many requests run at once. The others wait in a queue, first in, first out. */
export class Limiter {
  readonly #limit: number;
  readonly #defer: (work: () => void) => void;
  readonly #queue = new Set<() => void>();
  #running = 0;
  /** How many slots were released while no call waited, and wait for a turn. */
  #released = 0;
  #isFreeing = false;

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
    const { slot, leave } = this.join();
    if (signal === undefined) return slot;
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        leave();
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", stop, { once: true });
      void slot.then((release) => {
        signal.removeEventListener("abort", stop);
        resolve(release);
      });
    });
  }

  /** Joins the queue. `slot` is the function that releases the slot. `leave` ends the wait; if the slot is taken, it releases it. */
  join(): QueuedSlot {
    const release = this.tryEnter();
    if (release !== undefined) return { slot: Promise.resolve(release), leave: release };
    let start: () => void = () => undefined;
    const slot = new Promise<() => void>((resolve) => {
      start = () => {
        resolve(this.#createRelease());
      };
    });
    this.#queue.add(start);
    const leave = (): void => {
      if (!this.#queue.delete(start))
        void slot.then((takenRelease) => {
          takenRelease();
        });
    };
    return { slot, leave };
  }

  #createRelease(): () => void {
    let isHeld = true;
    return () => {
      if (isHeld) this.#release();
      isHeld = false;
    };
  }

  // One turn for each slot: with a shared turn the first request would start before the last connection is free again.
  #release(): void {
    if (this.#queue.size > 0) {
      this.#afterTurn(() => {
        this.#startNext();
      });
      return;
    }
    this.#released += 1;
    if (!this.#isFreeing) this.#freeAfterTurn();
  }

  /** Frees slots that no call waits for. They share a turn, because a turn is expensive; later ones get a turn of their own. */
  #freeAfterTurn(): void {
    const count = this.#released;
    this.#released = 0;
    this.#isFreeing = true;
    this.#afterTurn(() => {
      for (let i = 0; i < count; i += 1) this.#startNext();
      this.#isFreeing = false;
      if (this.#released > 0) this.#freeAfterTurn();
    });
  }

  #afterTurn(work: () => void): void {
    const defer = this.#defer;
    let isStarted = false;
    const start = (): void => {
      if (!isStarted) work();
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

/**
 * Does work in the next turn of the event loop, where the runtime has such turns. Node's `fetch` uses a connection again from then
 * on, and before that would open another one: there would be twice as many as places. And requests that start together, rather
 * than each as the one before it ends, cost less: about half, with 64 of them on `node:http`.
 */
const nextTurn: (work: () => void) => void = hasTurns()
  ? globalThis.setImmediate
  : globalThis.queueMicrotask;

function hasTurns(): boolean {
  const { setImmediate } = globalThis as { readonly setImmediate?: object };
  // Fake timers of a test, which leave their clock on what they stand for, would never come.
  return setImmediate !== undefined && !("clock" in setImmediate);
}

/** Lets at most `limit` requests run at once; the others wait in the order in which they came. */
export class Limiter {
  readonly #limit: number;
  readonly #waiting = new Set<() => void>();
  readonly #later: (work: () => void) => void;
  #running = 0;

  /** @param later - When a place that is left is free again. */
  constructor(limit: number, later: (work: () => void) => void = nextTurn) {
    this.#limit = limit;
    this.#later = later;
  }

  /** A place, if there is one at once: the function that frees it. */
  tryEnter(): (() => void) | undefined {
    if (this.#running >= this.#limit) return undefined;
    this.#running += 1;
    return this.#place();
  }

  /** Waits for a place, and gives the function that frees it. Rejects with the signal's reason when that aborts first. */
  async enter(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    const place = this.tryEnter();
    if (place !== undefined) return place;
    await this.#wait(signal);
    return this.#place();
  }

  #place(): () => void {
    let inside = true;
    return () => {
      if (inside) this.#leave();
      inside = false;
    };
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const give = (): void => {
        signal?.removeEventListener("abort", stop);
        resolve();
      };
      const stop = (): void => {
        this.#waiting.delete(give);
        reject(signal?.reason as Error);
      };
      this.#waiting.add(give);
      signal?.addEventListener("abort", stop, { once: true });
    });
  }

  // Each by itself: where several share a turn, the first would hand on before the connection of the last can be used again.
  #leave(): void {
    this.#later(() => {
      this.#handOver();
    });
  }

  /** Gives the place to the next in line, or back. */
  #handOver(): void {
    const next = this.#waiting.values().next();
    if (next.done === true) {
      this.#running -= 1;
      return;
    }
    this.#waiting.delete(next.value);
    next.value();
  }
}

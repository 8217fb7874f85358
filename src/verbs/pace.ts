import type { TykProgress } from "../types/options.ts";

/** A rate of less time says little. */
const minMs = 1_000;

/** Measures how fast a phase of a method proceeds. */
export class Pace {
  #phase: TykProgress["phase"] | undefined;
  #startedAt = 0;
  #startedWith = 0;
  #lastDone = 0;

  /** Returns the rate of the phase and an estimate of the rest; nothing in the first second, and nothing for a wait. */
  measure(
    phase: TykProgress["phase"],
    done: number,
    total: number,
    nowMs: number,
  ): Pick<TykProgress, "perSecond" | "remainingMs"> {
    // A phase that comes again starts again.
    if (phase !== this.#phase || done < this.#lastDone) {
      this.#phase = phase;
      this.#startedAt = nowMs;
      this.#startedWith = done;
    }
    this.#lastDone = done;
    const elapsedMs = nowMs - this.#startedAt;
    const progress = done - this.#startedWith;
    if (phase === "wait" || elapsedMs < minMs || progress === 0) return {};
    const perSecond = (progress / elapsedMs) * 1_000;
    return { perSecond, remainingMs: Math.max(0, ((total - done) / perSecond) * 1_000) };
  }
}

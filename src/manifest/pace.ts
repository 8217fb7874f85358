import { systemRuntime } from "../util/runtime.ts";

/** Spaces the starts of work evenly over each second. */
export class Pace {
  readonly #intervalMs: number;
  #nextMs = 0;

  constructor(perSecond: number | undefined) {
    this.#intervalMs = perSecond === undefined ? 0 : 1_000 / perSecond;
  }

  /** Resolves when the next work may start, or at once if the signal aborts. */
  async wait(signal: AbortSignal): Promise<void> {
    const now = systemRuntime.now();
    const startMs = Math.max(now, this.#nextMs);
    this.#nextMs = startMs + this.#intervalMs;
    if (startMs <= now) return;
    // The caller checks the signal.
    await systemRuntime.sleep(startMs - now, signal).catch(() => undefined);
  }
}

import type { Clock } from "../clock.ts";

const lockDurationMs = 60_000;

/**
 * The lock that keeps several gateways from purging at once (Trap 36). It is never released and expires after a minute. A
 * gateway purges at its start, so the lock is held from the beginning.
 */
export class PurgeLock {
  readonly #clock: Clock;
  #heldUntil: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#heldUntil = clock.now() + lockDurationMs;
  }

  /** Acquires the lock. Returns false if it is held. */
  tryAcquire(): boolean {
    const now = this.#clock.now();
    if (now < this.#heldUntil) return false;
    this.#heldUntil = now + lockDurationMs;
    return true;
  }
}

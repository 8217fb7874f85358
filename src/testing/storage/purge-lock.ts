import type { Clock } from "../clock.ts";

const lockDurationMs = 60_000;

/**
 * The lock that keeps several gateways from purging at once. It is never released, only over after a minute. A gateway purges
 * as it starts, so it is taken from the beginning.
 */
export class PurgeLock {
  readonly #clock: Clock;
  #heldUntil: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#heldUntil = clock.now() + lockDurationMs;
  }

  /** Takes the lock. False if it is held. */
  tryAcquire(): boolean {
    const now = this.#clock.now();
    if (now < this.#heldUntil) return false;
    this.#heldUntil = now + lockDurationMs;
    return true;
  }
}

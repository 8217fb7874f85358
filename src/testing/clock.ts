/** The gateway's clock. Everything on the gateway expires by this clock. */
export interface Clock {
  /** Returns milliseconds since the epoch. */
  now(): number;
  /** Moves the clock forward. */
  advance(ms: number): void;
}

/** Creates a clock that follows `source`, or stands still if `source` is a number. */
export function createClock(source: number | (() => number)): Clock {
  let offset = 0;
  return {
    now: () => (typeof source === "number" ? source : source()) + offset,
    advance: (ms) => {
      offset += ms;
    },
  };
}

/** Returns the clock's time in whole seconds. */
export function getUnixSeconds(clock: Clock): number {
  return Math.floor(clock.now() / 1000);
}

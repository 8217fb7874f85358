/** The gateway's own time. Everything that lapses on the gateway lapses by it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Moves the time forward. */
  advance(ms: number): void;
}

/** A clock that follows `source`, or stands at it where it is a moment. */
export function createClock(source: number | (() => number)): Clock {
  let offset = 0;
  return {
    now: () => (typeof source === "number" ? source : source()) + offset,
    advance: (ms) => {
      offset += ms;
    },
  };
}

/** The clock's time in whole seconds. */
export function getUnixSeconds(clock: Clock): number {
  return Math.floor(clock.now() / 1000);
}

import type { GrowthSection } from "./workers/growth-tasks.ts";

/** How much the bench measures. */
export interface Settings {
  /** How often each contender's process is started again. One process can be fast or slow by chance. */
  readonly generations: number;
  /** How many batches of calls each process makes. */
  readonly rounds: number;
  /** Calls before the first batch. They are not measured. */
  readonly warmUp: number;
  /** Calls per batch: sequential, with a stub, and with many in flight. Batches are short, so all batches of a round are close in time. */
  readonly sequential: number;
  readonly stubbed: number;
  readonly inFlight: number;
  /** How often each burst, walk through all tokens, import and generation is repeated. */
  readonly bursts: number;
  readonly walks: number;
  readonly imports: number;
  readonly generates: number;
  /** The sizes of the gateways of each section that measures growth. */
  readonly sizes: Readonly<Record<GrowthSection, readonly number[]>>;
  /** How often each task is run on each gateway. */
  readonly growths: number;
}

export const full: Settings = {
  generations: 3,
  rounds: 20,
  warmUp: 1_500,
  sequential: 500,
  stubbed: 400,
  inFlight: 1_024,
  bursts: 3,
  walks: 3,
  imports: 25,
  generates: 3,
  sizes: {
    // `npm run test:scale` sweeps a million keys.
    sweep: [1_000, 10_000, 100_000],
    lists: [1_000, 10_000, 100_000, 1_000_000],
    copies: [1, 10, 100, 1_000, 5_000],
  },
  growths: 3,
};

/** For use during development: the same figures with a wide spread. */
export const quick: Settings = {
  generations: 1,
  rounds: 10,
  warmUp: 600,
  sequential: 100,
  stubbed: 400,
  inFlight: 256,
  bursts: 1,
  walks: 1,
  imports: 5,
  generates: 1,
  sizes: { sweep: [1_000, 10_000], lists: [1_000, 100_000], copies: [10, 1_000] },
  growths: 1,
};

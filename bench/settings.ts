/** How much is measured. */
export interface Settings {
  /** How often each contender's process is started anew: what one process got by luck is not all there is. */
  readonly generations: number;
  /** How many stretches of calls each of these processes makes. */
  readonly rounds: number;
  /** Calls before the first stretch, which are not counted. */
  readonly warmUp: number;
  /** Calls of one stretch, short ones, so that those of a round lie close together: one after the other, with a stub for the network, and many in flight. */
  readonly sequential: number;
  readonly stubbed: number;
  readonly inFlight: number;
  /** How often each burst is made, each walk through all tokens, each import and each generation. */
  readonly bursts: number;
  readonly walks: number;
  readonly imports: number;
  readonly generates: number;
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
};

/** For a look while one works: the same figures, with a wide spread. */
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
};

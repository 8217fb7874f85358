import type { OptionVariables } from "../config/env.ts";
import type { Limiter } from "../transport/limiter.ts";
import type { Caches } from "../verbs/deps.ts";
import type { RetryBudget } from "../transport/retry/retry-budget.ts";
import type { Runtime } from "../util/runtime.ts";

/** Holds the limit of concurrent requests, which copies of a client share. The first call creates it. */
export interface SharedLimiter {
  limiter?: Limiter;
}

/** Holds what copies of a client with the same gateway share. The first call creates it. */
export interface SharedState {
  budget?: RetryBudget;
  caches?: Caches;
}

/** What only this package and its tests pass to a client: the clock, and the parts that a copy shares with its original. */
export interface Internals {
  /** The system's clock and randomness if missing. */
  readonly runtime?: Runtime | undefined;
  /** The environment variables that options came from. */
  readonly variables?: OptionVariables;
  readonly limiter?: SharedLimiter;
  readonly state?: SharedState;
}

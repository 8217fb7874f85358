import type { OptionVariables } from "../config/env.ts";
import type { Limiter } from "../transport/limiter.ts";
import type { Caches } from "../verbs/deps.ts";
import type { RetryBudget } from "../transport/retry/retry-budget.ts";
import type { Runtime } from "../util/runtime.ts";

/** What only this package and its tests pass to a client: the clock, and the parts that a copy shares with its original. */
export interface Internals {
  readonly runtime: Runtime;
  /** The environment variables that options came from. */
  readonly variables?: OptionVariables;
  readonly limiter?: Limiter;
  readonly budget?: RetryBudget;
  readonly caches?: Caches;
}

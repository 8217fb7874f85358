import type { TykOAuthOptions } from "../types/options.ts";
import type { Limiter } from "../transport/limiter.ts";
import type { Memories } from "../verbs/memories.ts";
import type { RetryBudget } from "../transport/retry/retry-budget.ts";
import { systemRuntime } from "../util/runtime.ts";
import type { Runtime } from "../util/runtime.ts";

/** What a client can be given that is not for everybody: a clock, and what a copy shares with its original. */
export interface Internals {
  readonly runtime: Runtime;
  readonly limiter?: Limiter;
  readonly budget?: RetryBudget;
  readonly memories?: Memories;
}

const key: unique symbol = Symbol("internals");

/** Adds internals to a client's options. */
export function withInternals(options: TykOAuthOptions, internals: Internals): TykOAuthOptions {
  return Object.assign({ ...options }, { [key]: internals });
}

/** The internals among a client's options. */
export function internalsOf(options: TykOAuthOptions & { [key]?: Internals }): Internals {
  return options[key] ?? { runtime: systemRuntime };
}

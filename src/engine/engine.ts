import type { Config } from "../config/config.ts";
import { isCloudflareWorker } from "../config/runtime-kind.ts";
import { Limiter } from "../transport/limiter.ts";
import { Observer } from "../transport/observe/observer.ts";
import { RetryBudget } from "../transport/retry/retry-budget.ts";
import { systemRuntime } from "../util/runtime.ts";
import type { Runtime } from "../util/runtime.ts";
import { Transport } from "../transport/transport.ts";
import { createRawSend, createSend } from "../transport/send.ts";
import type { Send } from "../transport/send.ts";
import { createCaches } from "../verbs/deps.ts";
import type { Deps } from "../verbs/deps.ts";
import * as verbs from "../verbs/index.ts";
import { collect } from "./collect.ts";
import type { SharedLimiter, SharedState } from "./internals.ts";

/** The parts that an engine is created from. */
export interface EngineParts {
  readonly config: Config;
  readonly limiter: SharedLimiter;
  readonly state: SharedState;
  readonly runtime: Runtime | undefined;
  /** Copied when the package was imported, because fake timers of a test may replace `setImmediate` before the first call. */
  readonly runInNextTurn: (work: () => void) => void;
}

/** The code and state that make the calls of one client. This module is loaded at the first call, not with the package. */
export interface Engine {
  readonly deps: Deps;
  readonly sendRaw: Send;
  readonly verbs: typeof verbs;
  readonly collect: typeof collect;
}

export function createEngine(parts: EngineParts): Engine {
  const { config, state, runtime = systemRuntime, runInNextTurn } = parts;
  const observer = new Observer(config.logger, config.hooks);
  // A worker's request that stops would never release its slot. Cloudflare limits the connections of each request itself.
  const limit = isCloudflareWorker() ? Number.POSITIVE_INFINITY : config.maxConcurrency;
  const createLimiter = (): Limiter => new Limiter(limit, runInNextTurn);
  const limiter = (parts.limiter.limiter ??= createLimiter());
  const secretLimiter = createLimiter();
  const budget = (state.budget ??= new RetryBudget());
  const caches = (state.caches ??= createCaches(runtime));
  const transport = new Transport(config, { limiter, secretLimiter, budget }, runtime, observer);
  const send = createSend(config, transport, runtime);
  const deps = { send, config, observer, runtime, ...caches };
  return { deps, sendRaw: createRawSend(send, config.tracer), verbs, collect };
}

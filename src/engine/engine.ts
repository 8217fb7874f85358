import type { Config } from "../config/config.ts";
import type { Limiter } from "../transport/limiter.ts";
import type { Observer } from "../transport/observe/observer.ts";
import type { RetryBudget } from "../transport/retry/retry-budget.ts";
import type { Runtime } from "../util/runtime.ts";
import { Transport } from "../transport/transport.ts";
import { createRawSend, createSend } from "../transport/send.ts";
import type { Send } from "../transport/send.ts";
import type { Caches, Deps } from "../verbs/deps.ts";
import * as verbs from "../verbs/index.ts";

/** The parts that an engine is created from. */
export interface EngineParts {
  readonly config: Config;
  readonly limiter: Limiter;
  readonly budget: RetryBudget;
  readonly caches: Caches;
  readonly observer: Observer;
  readonly runtime: Runtime;
}

/** The code and state that make the calls of one client. This module is loaded at the first call, not with the package. */
export interface Engine {
  readonly deps: Deps;
  readonly sendRaw: Send;
  readonly verbs: typeof verbs;
}

export function createEngine(parts: EngineParts): Engine {
  const { config, limiter, budget, caches, observer, runtime } = parts;
  const transport = new Transport(config, { limiter, budget }, runtime, observer);
  const send = createSend(config, transport, runtime);
  const deps = { send, config, observer, runtime, ...caches };
  return { deps, sendRaw: createRawSend(send, config.tracer), verbs };
}

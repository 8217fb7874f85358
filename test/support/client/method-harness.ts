import type { TykOAuthOptions, TykPromise, VerbOptions } from "../../../src/index.ts";
import { resolveConfig } from "../../../src/config/config.ts";
import { createCaches } from "../../../src/verbs/deps.ts";
import type { Deps } from "../../../src/verbs/deps.ts";
import { Limiter } from "../../../src/transport/limiter.ts";
import { RetryBudget } from "../../../src/transport/retry/retry-budget.ts";
import { Observer } from "../../../src/transport/observe/observer.ts";
import type { Runtime } from "../../../src/util/runtime.ts";
import { Transport } from "../../../src/transport/transport.ts";
import { createSend } from "../../../src/transport/send.ts";
import { startMethod } from "../../../src/verbs/run.ts";
import { tykPromise } from "../../../src/types/tyk-promise.ts";
import { MethodContext } from "../../../src/verbs/method-context.ts";
import { fakeFetch } from "../network/fake-fetch.ts";
import type { Reply, SentRequest } from "../network/fake-fetch.ts";
import { baseUrl, secret } from "./client.ts";
import { TestRuntime } from "./test-runtime.ts";

/** A method for tests. Its requests go to a fake fetch. */
export interface MethodHarness {
  deps: Deps;
  sent: SentRequest[];
  /** The context of the method. */
  context: MethodContext;
  /** Runs a function as a method with the name `test.method`. */
  run: <T>(body: (context: MethodContext) => Promise<T>, options?: VerbOptions) => TykPromise<T>;
}

/** Creates a method with the same dependencies as the constructor of `TykOAuth`. */
export function createMethodHarness(
  replies: readonly Reply[] = [],
  options: Partial<TykOAuthOptions> = {},
  runtime: Runtime = new TestRuntime(),
): MethodHarness {
  const { fetch, sent } = fakeFetch(...replies);
  const config = resolveConfig({ baseUrl, secret, fetch, maxRetries: 0, ...options });
  const observer = new Observer(config.logger, config.hooks);
  const bounds = {
    limiter: new Limiter(config.maxConcurrency),
    secretLimiter: new Limiter(config.maxConcurrency),
    budget: new RetryBudget(),
  };
  const send = createSend(config, new Transport(config, bounds, runtime, observer), runtime);
  const deps: Deps = { send, config, observer, runtime, ...createCaches(runtime) };
  return {
    deps,
    sent,
    context: new MethodContext("test.method", deps, {}),
    run: (body, own) => tykPromise(startMethod("test.method", deps, [], own, body)),
  };
}

import { TykError } from "../errors/base.ts";
import { strongerOutcome, withOutcome, withSteps } from "../errors/change-error.ts";
import { TykInputError } from "../errors/before-request.ts";
import { checkCount } from "../config/checks.ts";
import type { Config } from "../config/config.ts";
import type { Deps } from "./deps.ts";
import { inputFailure, thrownName } from "../util/fail.ts";
import type { Fail } from "../util/fail.ts";
import { onAbort } from "../util/abort.ts";
import { runEach } from "../util/run-each.ts";
import { isInstance } from "../util/is-instance.ts";
import { checkCallOptions, methodOptionNames } from "../transport/request/request-options.ts";
import { withMethodSpan } from "../transport/observe/spans.ts";
import { MethodDeadlineReason } from "../transport/deadline.ts";
import { withoutPrototype } from "../util/bare-object.ts";
import type { VerbOptions } from "../types/options.ts";
import type { TykResponseInfo, TykResult } from "../types/tyk-promise.ts";
import { addContext } from "../transport/error-context.ts";
import { MethodContext } from "./method-context.ts";
import { describeMisplacedName, findStringArgument, usageOf } from "./parameters.ts";

/**
 * Runs a method within a span. Its errors get the steps so far, and its result gets the status and the headers of the last
 * response.
 */
export function startMethod<T>(
  name: string,
  deps: Deps,
  args: readonly unknown[],
  options: VerbOptions | undefined,
  run: (context: MethodContext) => Promise<T>,
): Promise<TykResult<T>> {
  const runInContext = async (): Promise<TykResult<T>> => {
    const { context, clearDeadline } = createContext(name, deps, args, options);
    try {
      const data = await run(context);
      const { steps, warnings } = context;
      return { data, response: context.response ?? noResponse(), steps, warnings };
    } catch (thrown) {
      const error = isInstance(thrown, TykError) ? thrown : toUnexpectedError(context, thrown);
      withOutcome(error, strongerOutcome(error.outcome, context.changeOutcome));
      throw withSteps(error, context.steps);
    } finally {
      clearDeadline();
    }
  };
  const runInSpan = (): Promise<TykResult<T>> =>
    runInContext().catch((error: unknown) => {
      throw isInstance(error, TykError) ? addContext(error, name, args) : error;
    });
  const { tracer } = deps.config;
  return tracer === undefined
    ? runInSpan()
    : withMethodSpan(tracer, name, { "tyk.method": name }, runInSpan);
}

/** The response of a method that sent no request. */
function noResponse(): TykResponseInfo {
  return { status: 0, headers: new Headers(), attempts: 0, durationMs: 0 };
}

/**
 * Turns an error that is not a `TykError` into one. Before the first request, its cause is an argument that throws when it
 * is read, such as a getter or a proxy. After a request it may also be a bug of this package.
 */
function toUnexpectedError({ name: operation, steps }: MethodContext, thrown: unknown): TykError {
  const why =
    steps.length === 0
      ? "an argument cannot be read"
      : `the method failed unexpectedly (${thrownName(thrown)})`;
  return new TykInputError(why, { operation, field: "arguments" });
}

/** Creates the context of a method. Its `deadlineMs` becomes a signal for each of its requests. */
function createContext(
  name: string,
  deps: Deps,
  args: readonly unknown[],
  options: VerbOptions = withoutPrototype({}),
): { readonly context: MethodContext; readonly clearDeadline: () => void } {
  const fail = inputFailure(name);
  const text = findStringArgument(name, args);
  if (text !== undefined) fail(text, `must be an object: ${usageOf(name)}`);
  checkCallOptions(options, methodOptionNames, fail, (option) =>
    describeMisplacedName(name, "options", option),
  );
  const {
    deadlineMs = Number.POSITIVE_INFINITY,
    onProgress,
    concurrency,
    ...requestOptions
  } = options;
  if (onProgress !== undefined && typeof onProgress !== "function")
    fail("onProgress", "must be a function");
  checkConcurrency(concurrency, deps.config, fail);
  const settings = { onProgress, concurrency };
  if (deadlineMs === Number.POSITIVE_INFINITY) {
    const context = new MethodContext(name, deps, requestOptions, settings);
    return { context, clearDeadline: () => undefined };
  }
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new MethodDeadlineReason(deadlineMs));
  }, deadlineMs);
  const { signal } = requestOptions;
  const stopListening =
    signal === undefined
      ? undefined
      : onAbort(signal, () => {
          controller.abort(signal.reason);
        });
  const limited = { ...requestOptions, signal: controller.signal };
  return {
    context: new MethodContext(name, deps, limited, settings),
    clearDeadline: () => {
      runEach(() => {
        clearTimeout(timer);
      }, stopListening);
    },
  };
}

/** Checks how many requests a method may make at once. More than the client allows would only wait. */
function checkConcurrency(value: unknown, { maxConcurrency }: Config, fail: Fail): void {
  if (value === undefined || checkCount("concurrency", value, fail) <= maxConcurrency) return;
  fail("concurrency", `must not be more than maxConcurrency, which is ${maxConcurrency}`);
}

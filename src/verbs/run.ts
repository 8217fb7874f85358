import { TykError, strongerOutcome, withOutcome, withSteps } from "../errors/base.ts";
import { TykInputError } from "../errors/before-request.ts";
import type { Deps } from "./deps.ts";
import { inputFailure, nameOfThrown } from "../util/fail.ts";
import { isInstance } from "../util/is-instance.ts";
import { checkCallOptions, requestOptionNames } from "../transport/request/request-options.ts";
import { spanKinds, within } from "../transport/observe/spans.ts";
import { VerbDeadline } from "../transport/verb-deadline.ts";
import { withoutPrototype } from "../util/bare-object.ts";
import type { RequestOptions, TykProgress, VerbOptions } from "../types/options.ts";
import type { TykResult } from "../types/tyk-promise.ts";
import { Verb } from "./verb.ts";

/** Runs a verb within a span. */
export function startVerb<T>(
  name: string,
  deps: Deps,
  options: VerbOptions | undefined,
  run: (verb: Verb) => Promise<T>,
): Promise<TykResult<T>> {
  return within(
    deps.config.tracer,
    () => ({ name, kind: spanKinds.verb, attributes: { "tyk.verb": name } }),
    () => ({}),
    () => runVerb(name, deps, options, run),
  );
}

/** Runs a verb: its errors carry the steps done before them, its result the last answer's status and headers. */
async function runVerb<T>(
  name: string,
  deps: Deps,
  options: VerbOptions | undefined,
  run: (verb: Verb) => Promise<T>,
): Promise<TykResult<T>> {
  const { requestOptions, onProgress, end } = limitVerb(name, options);
  const verb = new Verb(name, deps, requestOptions, onProgress);
  try {
    const data = await run(verb);
    // A verb that made no request at all has no answer to show.
    const response = verb.response ?? {
      status: 0,
      headers: new Headers(),
      attempts: 0,
      durationMs: 0,
    };
    return { data, response, steps: verb.steps, warnings: verb.warnings };
  } catch (thrown) {
    const error = isInstance(thrown, TykError) ? thrown : unforeseen(verb, thrown);
    withOutcome(error, strongerOutcome(error.outcome, verb.changed));
    throw withSteps(error, verb.steps);
  } finally {
    end();
  }
}

/**
 * An argument that throws when it is looked at, a getter or a proxy say, is a wrong argument. After a request it may be a fault
 * of this package as well.
 */
function unforeseen({ name: operation, steps }: Verb, thrown: unknown): TykError {
  const why =
    steps.length === 0
      ? "an argument cannot be read"
      : `it failed in an unforeseen way (${nameOfThrown(thrown)})`;
  return new TykInputError(why, { operation, field: "arguments" });
}

/** Turns a verb's `deadlineMs` into a signal for each of its requests. */
function limitVerb(
  operation: string,
  options: VerbOptions = withoutPrototype({}),
): {
  requestOptions: RequestOptions;
  onProgress: ((progress: TykProgress) => void) | undefined;
  end: () => void;
} {
  const fail = inputFailure(operation);
  checkCallOptions(options, [...requestOptionNames, "deadlineMs", "onProgress"], fail);
  const { deadlineMs, onProgress, ...requestOptions } = options;
  if (onProgress !== undefined && typeof onProgress !== "function")
    fail("onProgress", "must be a function");
  if (deadlineMs === undefined || deadlineMs === Number.POSITIVE_INFINITY) {
    return { requestOptions, onProgress, end: () => undefined };
  }
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new VerbDeadline(deadlineMs));
  }, deadlineMs);
  const { signal } = requestOptions;
  return {
    requestOptions: {
      ...requestOptions,
      signal:
        signal === undefined ? controller.signal : AbortSignal.any([signal, controller.signal]),
    },
    onProgress,
    end: () => {
      clearTimeout(timer);
    },
  };
}

import type { RequestOptions } from "../../types/options.ts";
import type { Fail } from "../../util/fail.ts";
import { isRecord } from "../../util/json.ts";
import { checkHeaders, checkLimits, checkNames } from "../../config/checks.ts";
import type { Config } from "../../config/config.ts";
import type { Operation } from "../../operations/operations.ts";
import { withoutPrototype } from "../../util/bare-object.ts";

/** What one request goes by, complete. */
export interface RequestLimits {
  readonly timeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly maxRetries: number;
  readonly signal: AbortSignal | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** The options of one call of `tyk.raw`. */
export const requestOptionNames: readonly string[] = [
  "timeoutMs",
  "totalTimeoutMs",
  "maxRetries",
  "signal",
  "headers",
];

/** The call's options over the operation's and the client's. */
export function resolveLimits(
  called: RequestOptions,
  operation: Operation,
  config: Config,
  fail: Fail,
): RequestLimits {
  const options = isRecord(called) ? withoutPrototype<RequestOptions>(called) : called;
  checkCallOptions(options, requestOptionNames, fail);
  const timeoutMs = options.timeoutMs ?? config.timeoutMs ?? operation.timeoutMs ?? 10_000;
  return {
    timeoutMs,
    totalTimeoutMs: options.totalTimeoutMs ?? config.totalTimeoutMs ?? Math.max(30_000, timeoutMs),
    maxRetries: options.maxRetries ?? config.maxRetries,
    signal: options.signal,
    headers:
      options.headers === undefined
        ? config.headers
        : { ...config.headers, ...checkHeaders(options.headers, fail) },
  };
}

/** Checks the options of one call, before anything is started for it. */
export function checkCallOptions(options: unknown, names: readonly string[], fail: Fail): void {
  if (!isRecord(options)) return fail("options", "must be an object");
  checkNames(options, names, fail);
  checkLimits(options, fail);
  const { signal } = options;
  if (signal !== undefined && !isSignal(signal)) fail("signal", "must be an AbortSignal");
}

/** Whether a value is a signal that can be waited for. `Object.create(AbortSignal.prototype)` is an instance, and is not one. */
function isSignal(value: unknown): value is AbortSignal {
  try {
    // The platform's own getter throws for what only looks like a signal.
    Reflect.get(AbortSignal.prototype, "aborted", value);
    return value instanceof AbortSignal;
  } catch {
    return false;
  }
}

import type { RequestOptions } from "../../types/options.ts";
import { isAbortSignal } from "../../util/abort.ts";
import type { Fail } from "../../util/fail.ts";
import { isRecord } from "../../util/json.ts";
import { checkHeaders, checkLimits, checkNames } from "../../config/checks.ts";
import type { Config } from "../../config/config.ts";
import type { Operation } from "../../operations/operations.ts";
import { withoutPrototype } from "../../util/bare-object.ts";
import { describeUnknownName } from "../../util/unknown-name.ts";

/** The options of one request, with defaults applied. */
export interface RequestLimits {
  readonly timeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly maxRetries: number;
  readonly signal: AbortSignal | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** The names of the options of one call of `tyk.raw`. */
export const requestOptionNames: readonly string[] = [
  "timeoutMs",
  "totalTimeoutMs",
  "maxRetries",
  "signal",
  "headers",
];

/** The names of the options of one call of a method. */
export const methodOptionNames: readonly string[] = [
  ...requestOptionNames,
  "deadlineMs",
  "concurrency",
  "onProgress",
];

/** Merges the options of a call with the client's options and the operation's defaults. The options of the call win. */
export function resolveLimits(
  passedOptions: RequestOptions,
  operation: Operation,
  config: Config,
  fail: Fail,
): RequestLimits {
  const options = isRecord(passedOptions)
    ? withoutPrototype<RequestOptions>(passedOptions)
    : passedOptions;
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

/** Checks the options of one call before the call starts. */
export function checkCallOptions(
  options: unknown,
  names: readonly string[],
  fail: Fail,
  describeMisplaced?: (name: string) => string | undefined,
): void {
  if (!isRecord(options)) return fail("options", "must be an object");
  checkNames(
    options,
    names,
    fail,
    (name) => describeMisplaced?.(name) ?? describeUnknownName("option", name, names),
  );
  checkLimits(options, fail);
  const { signal } = options;
  if (signal !== undefined && !isAbortSignal(signal)) fail("signal", "must be an AbortSignal");
}

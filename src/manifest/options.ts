import { isAbortSignal } from "../util/abort.ts";
import { inputFailure } from "../util/fail.ts";
import type { Fail } from "../util/fail.ts";
import { isRecord } from "../util/json.ts";
import type { UnknownRecord } from "../util/json.ts";
import { describeUnknownName } from "../util/unknown-name.ts";
import { baselineProblem } from "./audit/baseline.ts";

type Check = (value: unknown) => string | undefined;

const isFunction: Check = (value) =>
  typeof value === "function" ? undefined : "must be a function";
const isBoolean: Check = (value) =>
  typeof value === "boolean" ? undefined : "must be true or false";
const isText: Check = (value) =>
  typeof value === "string" && value !== "" ? undefined : "must be a non-empty string";

/** What is wrong with the value of an option, by the option's name. */
const checks: Readonly<Record<string, Check>> = {
  apis: (value) =>
    Array.isArray(value) && value.length > 0 && value.every((id) => isText(id) === undefined)
      ? undefined
      : "must be a list of at least one API id",
  baseline: baselineProblem,
  concurrency: isCount(1),
  environment: isText,
  ifUnproved: (value) =>
    value === "stop" || value === "go-on" ? undefined : 'must be "stop" or "go-on"',
  maxClientsPerSecond: (value) =>
    typeof value === "number" && value > 0 ? undefined : "must be a number above 0",
  maxDeletes: isCount(0),
  onProgress: isFunction,
  onWarning: isFunction,
  prune: isBoolean,
  redirectUriSeparator: isText,
  secretReference: isFunction,
  secrets: isFunction,
  signal: (value) => (isAbortSignal(value) ? undefined : "must be an AbortSignal"),
  stage: isFunction,
  sweep: isBoolean,
  tokens: (value) =>
    value === "none" || value === "lists" || value === "all"
      ? undefined
      : 'must be "none", "lists" or "all"',
  wait: (value) =>
    typeof value === "boolean" || (typeof value === "number" && value > 0 && value <= 600_000)
      ? undefined
      : "must be true, false or a number of milliseconds up to 600000",
};

/** Checks the options of a function, and returns them without those of a polluted `Object.prototype`. */
export function checkOptions<Options extends object>(
  operation: string,
  options: Options | undefined,
  names: readonly (keyof Options & string)[],
): Options {
  const fail: Fail = inputFailure(operation);
  const own: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  if (options === undefined) return own as Options;
  if (!isRecord(options)) return fail("options", "must be an object");
  for (const [name, value] of Object.entries(options as UnknownRecord)) {
    if (!(names as readonly string[]).includes(name))
      fail(name, "is unknown", describeUnknownName("option", name, names));
    if (value === undefined) continue;
    const problem = checks[name]?.(value);
    if (problem !== undefined) fail(name, problem);
    own[name] = value;
  }
  return own as Options;
}

function isCount(least: number): Check {
  return (value) =>
    value === Number.POSITIVE_INFINITY ||
    (Number.isSafeInteger(value) && (value as number) >= least)
      ? undefined
      : `must be a whole number of ${least} or more`;
}

import { TykInputError } from "../errors/before-request.ts";
import { isInstance } from "./is-instance.ts";
import type { UnknownRecord } from "./json.ts";

/** Throws for what is wrong with an option or an argument. */
export type Fail = (field: string, why: string) => never;

/** Fails for an argument of an operation or a verb, before anything is sent for it. */
export function inputFailure(operation: string): Fail {
  return (field, why) => {
    throw new TykInputError(`${field} ${why}`, { operation, field });
  };
}

/** The first name in an object that is none of those that it may have. */
export function findUnknownName(
  object: UnknownRecord,
  names: readonly string[],
): string | undefined {
  return Object.keys(object).find((name) => !names.includes(name));
}

/** The names of errors that languages and platforms define. Any other name is the thrower's own and could hold a secret. */
const errorNames: ReadonlySet<unknown> = new Set([
  "AbortError",
  "AggregateError",
  "AssertionError",
  "DOMException",
  "DataCloneError",
  "Error",
  "EvalError",
  "InvalidStateError",
  "NetworkError",
  "NotAllowedError",
  "NotFoundError",
  "NotSupportedError",
  "OperationError",
  "RangeError",
  "ReferenceError",
  "SecurityError",
  "SyntaxError",
  "SystemError",
  "TimeoutError",
  "TypeError",
  "URIError",
]);

/** What an error message may say of a value that the caller's function threw: its message and its own name could hold a secret. */
export function thrownName(error: unknown): string {
  if (!isInstance(error, Error)) return typeof error;
  try {
    const name: unknown = error.name;
    return typeof name === "string" && errorNames.has(name) ? name : "an error";
  } catch {
    // Its name is a getter that throws.
    return "an error";
  }
}

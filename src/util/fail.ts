import { TykInputError } from "../errors/before-request.ts";
import type { UnknownRecord } from "./json.ts";

/** Throws an error that names an option or argument, followed by its problem. `message` replaces both in the message. */
export type Fail = (field: string, problem: string, message?: string) => never;

/** Creates the `Fail` for the arguments of an operation or a method. It throws a `TykInputError`. */
export function inputFailure(operation: string): Fail {
  return (field, problem, message = `${field} ${problem}`) => {
    throw new TykInputError(message, { operation, field });
  };
}

/** Returns the first name of an object that is not in the list. */
export function findUnknownName(
  object: UnknownRecord,
  names: readonly string[],
): string | undefined {
  return Object.keys(object).find((name) => !names.includes(name));
}

/** The names of errors that languages and platforms define. Any other name could hold a secret. */
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

/** Whether a value is an error, also one of another realm. */
function isError(value: unknown): value is Error {
  try {
    const type = Object.prototype.toString.call(value);
    return value instanceof Error || type === "[object Error]" || type === "[object DOMException]";
  } catch {
    // The value cannot be examined, such as a revoked proxy.
    return false;
  }
}

/** Returns a safe name for a value that the caller's function threw. Its message and a name of its own could hold a secret. */
export function thrownName(error: unknown): string {
  if (!isError(error)) return typeof error;
  try {
    const name: unknown = error.name;
    return typeof name === "string" && errorNames.has(name) ? name : "an error";
  } catch {
    // `name` is a getter that throws.
    return "an error";
  }
}

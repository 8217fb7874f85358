import { findUnknownName, inputFailure, thrownName } from "../util/fail.ts";
import type { Fail } from "../util/fail.ts";
import { idProblem, listenPathProblem } from "../transport/request/ids.ts";
import { isRecord } from "../util/json.ts";
import { withoutPrototype } from "../util/bare-object.ts";
import type { ClientRef } from "../types/client-refs.ts";

/** Checks the arguments of a method. Each check throws a `TykInputError` that names the argument. */
export class ArgumentChecks {
  /** Throws for a wrong argument. */
  readonly fail: Fail;

  constructor(operation: string) {
    this.fail = inputFailure(operation);
  }

  /** Checks that an argument is an object. `names` are the fields that it may have. */
  record(
    value: unknown,
    field: string,
    names?: readonly string[],
  ): asserts value is Readonly<Record<string, unknown>> {
    if (!isRecord(value)) this.fail(field, "must be an object");
    if (names === undefined) return;
    // A misspelt name would otherwise be silently ignored.
    const unknownName = findUnknownName(value, names);
    if (unknownName !== undefined) this.fail(unknownName, `is not one of ${names.join(", ")}`);
  }

  /** Checks the optional `args` argument of a method. Returns an empty object if it is missing. */
  args<Args extends object>(
    value: Args | undefined,
    names: readonly (keyof Args & string)[],
  ): Args {
    if (value === undefined) return withoutPrototype({} as Args);
    this.record(value, "args", names);
    return value;
  }

  /** Checks that an optional argument is one of some strings. */
  oneOf(value: unknown, field: string, allowed: readonly string[]): void {
    if (value !== undefined && !(allowed as readonly unknown[]).includes(value))
      this.fail(field, `must be ${allowed.map((name) => `"${name}"`).join(" or ")}`);
  }

  /** Checks that an optional argument is a boolean. */
  flag(value: unknown, field: string): void {
    if (value !== undefined && typeof value !== "boolean")
      this.fail(field, "must be true or false");
  }

  /** Checks that an optional argument is a function. */
  callback(value: unknown, field: string): void {
    if (value !== undefined && typeof value !== "function") this.fail(field, "must be a function");
  }

  /** Calls a function that is an argument. Its errors can hold secrets, so only the error's name is shown. */
  call(field: string, run: () => unknown): unknown {
    let result: unknown;
    try {
      result = run();
    } catch (error) {
      return this.fail(field, `function failed (${thrownName(error)})`);
    }
    // The unhandled rejection of a promise would end the process.
    if (result instanceof Promise) result.catch(() => undefined);
    return result;
  }

  /** Checks that an id is safe in a URL path. */
  id(value: unknown, field: string): asserts value is string {
    const why = idProblem(value);
    if (why !== undefined) this.fail(field, why);
  }

  /** Checks the optional path to use for an API whose listen path is a pattern. */
  listenPath(value: unknown): void {
    const why = value === undefined ? undefined : listenPathProblem(value);
    if (why !== undefined) this.fail("listenPath", why);
  }

  /** Checks the two ids that name a client on one API. */
  ref(ref: unknown): asserts ref is ClientRef {
    this.record(ref, "ref", ["apiId", "clientId"]);
    const { apiId, clientId } = ref;
    this.id(apiId, "apiId");
    this.id(clientId, "clientId");
  }

  /** Checks that an argument is a non-empty string. */
  nonEmptyString(value: unknown, field: string): asserts value is string {
    if (typeof value !== "string" || value === "") this.fail(field, "must be a non-empty string");
  }
}

import { findUnknownName, inputFailure, thrownName } from "../util/fail.ts";
import type { Fail } from "../util/fail.ts";
import { describeUnknownName, suggestName } from "../util/unknown-name.ts";
import { idProblem, listenPathProblem } from "../transport/request/ids.ts";
import { ignoreRejection } from "../util/promise-like.ts";
import { isRecord } from "../util/json.ts";
import type { UnknownRecord } from "../util/json.ts";
import { withoutPrototype } from "../util/bare-object.ts";
import type { ClientRef } from "../types/client-refs.ts";
import { describeMisplacedName, parameters, usageOf } from "./parameters.ts";

/** Checks the arguments of a method. Each check throws a `TykInputError` that names the argument. */
export class ArgumentChecks {
  /** Throws for a wrong argument. */
  readonly fail: Fail;
  readonly #method: string;

  constructor(method: string) {
    this.fail = inputFailure(method);
    this.#method = method;
  }

  /** Checks that an argument is an object. `names` are the fields that it may have. */
  record(
    value: unknown,
    field: string,
    names?: readonly string[],
  ): asserts value is Readonly<Record<string, unknown>> {
    if (!isRecord(value)) this.fail(field, `must be an object: ${usageOf(this.#method)}`);
    if (names !== undefined) this.names(value, field, names);
  }

  /** Refuses a name that is not in the list. A misspelt name would otherwise be silently ignored. */
  names(value: object, label: string, names: readonly string[], path = ""): void {
    const name = findUnknownName(value as UnknownRecord, names);
    if (name === undefined) return;
    const message =
      describeMisplacedName(this.#method, label, name) ??
      describeUnknownName("field", name, names, label);
    this.fail(`${path}${name}`, "is unknown", message);
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
    ignoreRejection(result);
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

  /** Checks the two ids that name a client on one API. The object may have further fields, such as those of a report. */
  ref(ref: unknown): asserts ref is ClientRef {
    const names = parameters["clients.get"].ref;
    this.record(ref, "ref");
    this.likelyNames(ref, "ref", names);
    for (const name of names) this.id(ref[name], name);
  }

  /** Checks an object that has these names alone, and the ids among them. */
  ids(value: unknown, label: string, names: readonly string[]): asserts value is UnknownRecord {
    this.record(value, label, names);
    for (const name of names)
      if (name === "apiId" || name === "clientId" || name === "policyId")
        this.id(value[name], name);
  }

  /**
   * Refuses a name if it is misspelt, belongs in another argument, or would name other copies of the client. Allows all other
   * names: the object may be a result or a report with further fields.
   */
  likelyNames(value: UnknownRecord, label: string, names: readonly string[]): void {
    for (const name of Object.keys(value)) {
      if (names.includes(name)) continue;
      const meant = suggestName(name, names);
      const isMisspelt = meant !== undefined && value[meant] === undefined;
      const isTarget = name === "apis" || name === "orgId";
      if (isMisspelt || isTarget || describeMisplacedName(this.#method, label, name) !== undefined)
        this.names({ [name]: undefined }, label, names);
    }
  }

  /** Checks that an argument is a non-empty string. */
  nonEmptyString(value: unknown, field: string): asserts value is string {
    if (typeof value !== "string" || value === "") this.fail(field, "must be a non-empty string");
  }
}

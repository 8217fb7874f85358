import { inputFailure, findUnknownName } from "../util/fail.ts";
import type { Fail } from "../util/fail.ts";
import { idProblem } from "../transport/request/ids.ts";
import { isRecord } from "../util/json.ts";
import { withoutPrototype } from "../util/bare-object.ts";
import type { ClientRef } from "../types/client-refs.ts";

/** The checks of a verb's arguments. Each throws a TykInputError that names the argument. */
export class ArgumentChecks {
  /** Throws for an argument that is wrong, before anything is changed. */
  readonly fail: Fail;

  constructor(operation: string) {
    this.fail = inputFailure(operation);
  }

  /** Checks that an argument is an object; `names` are those that it may have. */
  record(
    value: unknown,
    field: string,
    names?: readonly string[],
  ): asserts value is Readonly<Record<string, unknown>> {
    if (!isRecord(value)) this.fail(field, "must be an object");
    if (names === undefined) return;
    // A misspelt one would be taken for one that is not given.
    const unknownName = findUnknownName(value, names);
    if (unknownName !== undefined) this.fail(unknownName, `is not one of ${names.join(", ")}`);
  }

  /** Checks the arguments of a verb that come between what it is about and its options; gives an empty object where there are none. */
  args<Args extends object>(
    value: Args | undefined,
    names: readonly (keyof Args & string)[],
  ): Args {
    if (value === undefined) return withoutPrototype({} as Args);
    this.record(value, "args", names);
    return value;
  }

  /** Checks that an argument is one of some words, where it is given. */
  oneOf(value: unknown, field: string, words: readonly string[]): void {
    if (value !== undefined && !(words as readonly unknown[]).includes(value))
      this.fail(field, `must be ${words.map((word) => `"${word}"`).join(" or ")}`);
  }

  /** Checks that an argument is `true` or `false`, where it is given. */
  flag(value: unknown, field: string): void {
    if (value !== undefined && typeof value !== "boolean")
      this.fail(field, "must be true or false");
  }

  /** Checks that an argument is a function, where it is given. */
  callback(value: unknown, field: string): void {
    if (value !== undefined && typeof value !== "function") this.fail(field, "must be a function");
  }

  /** Checks an id that is to stand in a path. */
  id(value: unknown, field: string): asserts value is string {
    const why = idProblem(value);
    if (why !== undefined) this.fail(field, why);
  }

  /** Checks the two ids that name a client on one API. */
  ref(ref: unknown): asserts ref is ClientRef {
    this.record(ref, "ref");
    const { apiId, clientId } = ref;
    this.id(apiId, "apiId");
    this.id(clientId, "clientId");
  }

  /** Checks a text that must be there. */
  text(value: unknown, field: string): asserts value is string {
    if (typeof value !== "string" || value === "")
      this.fail(field, "must be a text that is not empty");
  }
}

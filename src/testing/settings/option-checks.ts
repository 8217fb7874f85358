import { findUnknownName } from "../../util/fail.ts";
import { isRecord } from "../../util/json.ts";
import { describeUnknownName, suggestName } from "../../util/unknown-name.ts";

/** Checks of options. Each throws an error that names the option. */

/** The default organisation. */
export const defaultOrg = "acme";

/** Reads and checks the fields of an option, or the options themselves if there is no label. */
export class OptionFields<Name extends string> {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #label: string;

  constructor(values: object, label = "") {
    this.#values = values as Readonly<Record<string, unknown>>;
    this.#label = label;
  }

  /** Returns a field's name in messages. */
  label(name: Name): string {
    return this.#label === "" ? name : `${this.#label}: ${name}`;
  }

  string(name: Name, fallback = ""): string {
    const { [name]: value = fallback } = this.#values;
    if (typeof value !== "string") rejectOption(this.label(name), "must be a string");
    return value;
  }

  strings(name: Name, fallback: readonly string[] = []): readonly string[] {
    const { [name]: value = fallback } = this.#values;
    return checkStrings(value, this.label(name));
  }

  boolean(name: Name, fallback = false): boolean {
    const { [name]: value = fallback } = this.#values;
    if (typeof value !== "boolean") rejectOption(this.label(name), "must be true or false");
    return value;
  }

  seconds(name: Name, fallback: number, min = 0): number {
    return this.integer(name, fallback, min, " of seconds");
  }

  integer(name: Name, fallback: number | undefined, min: number, unit = ""): number {
    const { [name]: value = fallback } = this.#values;
    if (!isInteger(value, min, Infinity))
      rejectOption(this.label(name), `must be a whole number${unit}, ${min} or more`);
    return value;
  }
}

export function checkStrings(value: unknown, name: string): readonly string[] {
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === "string"))
    rejectOption(name, "must be a list of strings");
  return [...value];
}

export function isInteger(value: unknown, min: number, max: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= min && value <= max;
}

export function isReadonlyArray<T>(value: readonly T[] | object): value is readonly T[] {
  return Array.isArray(value);
}

/** Rejects unknown options, because a misspelt option would be ignored silently. */
export function checkOptionNames(options: unknown, names: readonly string[]): void {
  if (!isRecord(options)) rejectOption("options", "must be an object");
  const unknown = findUnknownName(options, names);
  if (unknown !== undefined) rejectWith(describeUnknownName("option", unknown, names));
}

/** Rejects unknown fields of an option's object. */
export function checkFieldNames(value: object, name: string, fields: readonly string[]): void {
  const unknown = findUnknownName({ ...value }, fields);
  if (unknown !== undefined) rejectWith(describeUnknownName("field", unknown, fields, name));
}

/** Rejects fields that are most likely misspelt. A definition of a real gateway has many fields that are not modelled. */
export function checkLikelyFieldNames(
  value: object,
  name: string,
  fields: readonly string[],
): void {
  for (const field of Object.keys(value)) {
    const meant = fields.includes(field) ? undefined : suggestName(field, fields);
    if (meant !== undefined && !Object.hasOwn(value, meant))
      rejectWith(describeUnknownName("field", field, fields, name));
  }
}

/** A failed check. The caller's name is added later. */
class InvalidOptionError extends Error {}

/** Runs a check, and turns its failure into a `TypeError` that names the caller. */
export function withCaller<T>(caller: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    const isInvalid = error instanceof InvalidOptionError;
    throw isInvalid ? new TypeError(`${caller}: ${error.message}`) : error;
  }
}

/** Rejects the options with a whole message. {@link withCaller} turns the error into a `TypeError`. */
export function rejectWith(message: string): never {
  throw new InvalidOptionError(message);
}

/** Rejects an option. {@link withCaller} turns the error into a `TypeError`. */
export function rejectOption(name: string, problem: string): never {
  throw new InvalidOptionError(`${name} ${problem}`);
}

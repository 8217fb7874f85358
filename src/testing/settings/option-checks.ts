/** Checks of single options. Each throws an error that names the option. */

/** The default organisation. */
export const defaultOrg = "acme";

export function isReadonlyArray<T>(value: readonly T[] | object): value is readonly T[] {
  return Array.isArray(value);
}

export function checkString(value: unknown, name: string, fallback: string): string {
  if (value === undefined) return fallback;
  if (typeof value !== "string") rejectOption(name, "must be a string");
  return value;
}

export function checkStrings(value: unknown, name: string): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === "string"))
    rejectOption(name, "must be a list of strings");
  return [...value];
}

export function checkBoolean(value: unknown, name: string, fallback: boolean): boolean {
  if (value === undefined) return fallback;
  if (typeof value !== "boolean") rejectOption(name, "must be true or false");
  return value;
}

export function checkSeconds(value: unknown, name: string, fallback: number, min: number): number {
  if (value === undefined) return fallback;
  if (typeof value !== "number" || !Number.isInteger(value) || value < min) {
    rejectOption(name, `must be a whole number of seconds, ${min} or more`);
  }
  return value;
}

export function checkNonNegativeInteger(value: unknown, name: string): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0)
    rejectOption(name, "must be a whole number, 0 or more");
  return value;
}

/** Rejects unknown options, because a misspelt option would be ignored silently. */
export function checkOptionNames(options: object, names: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (!names.includes(name))
      throw new InvalidOptionError(`unknown option "${name}"; the options are ${names.join(", ")}`);
  }
}

/** Rejects unknown fields of an option's object. */
export function checkFieldNames(
  value: Readonly<Record<string, unknown>>,
  name: string,
  fields: readonly string[],
): void {
  for (const field of Object.keys(value)) {
    if (!fields.includes(field))
      rejectOption(name, `has the unknown field "${field}"; the fields are ${fields.join(", ")}`);
  }
}

/** A failed check. The caller's name is added later. */
class InvalidOptionError extends Error {}

/** Runs a check, and turns its failure into a `TypeError` that names the caller. */
export function withCaller<T>(caller: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw error instanceof InvalidOptionError
      ? new TypeError(`${caller}: ${error.message}`)
      : error;
  }
}

/** Rejects an option. {@link withCaller} turns the error into a `TypeError`. */
export function rejectOption(name: string, problem: string): never {
  throw new InvalidOptionError(`${name} ${problem}`);
}

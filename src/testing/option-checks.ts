/** Checks of single options. Each throws a `TypeError` that names the option. */

/** The organisation of what names none. */
export const defaultOrg = "acme";

export function isList<T>(value: readonly T[] | object): value is readonly T[] {
  return Array.isArray(value);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function text(value: unknown, name: string, fallback: string): string {
  if (value === undefined) return fallback;
  if (typeof value !== "string") fail(name, "must be a text");
  return value;
}

export function texts(value: unknown, name: string): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === "string"))
    fail(name, "must be a list of strings");
  return [...value];
}

export function flag(value: unknown, name: string, fallback: boolean): boolean {
  if (value === undefined) return fallback;
  if (typeof value !== "boolean") fail(name, "must be true or false");
  return value;
}

export function seconds(value: unknown, name: string, fallback: number, least: number): number {
  if (value === undefined) return fallback;
  if (typeof value !== "number" || !Number.isInteger(value) || value < least) {
    fail(name, `must be a whole number of seconds, ${least} or more`);
  }
  return value;
}

export function count(value: unknown, name: string): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0)
    fail(name, "must be a whole number, 0 or more");
  return value;
}

/** Refuses options that do not exist: a misspelt one would be ignored silently. */
export function onlyOptions(options: object, names: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (!names.includes(name))
      throw new OptionProblem(`unknown option "${name}"; the options are ${names.join(", ")}`);
  }
}

/** Refuses fields that an option's object does not have. */
export function onlyFields(
  value: Readonly<Record<string, unknown>>,
  name: string,
  fields: readonly string[],
): void {
  for (const field of Object.keys(value)) {
    if (!fields.includes(field))
      fail(name, `has the unknown field "${field}"; the fields are ${fields.join(", ")}`);
  }
}

/** What is wrong with an option, before it is told whose option that is. */
class OptionProblem extends Error {}

/** Turns a failed check into a `TypeError` that names the caller. */
export function inTheNameOf<T>(caller: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw error instanceof OptionProblem ? new TypeError(`${caller}: ${error.message}`) : error;
  }
}

/** Throws what {@link inTheNameOf} turns into a `TypeError`. */
export function fail(name: string, problem: string): never {
  throw new OptionProblem(`${name} ${problem}`);
}

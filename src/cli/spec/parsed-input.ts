import { UsageError } from "../errors/command-error.ts";
import { hasExactNumbers } from "./exact-number.ts";

/** The arguments and options of one command line. The accessors check the kind of each value. */
export class ParsedInput {
  readonly #args: ReadonlyMap<string, string | readonly string[]>;
  readonly #options: Readonly<Record<string, unknown>>;

  constructor(
    args: ReadonlyMap<string, string | readonly string[]>,
    options: Readonly<Record<string, unknown>>,
  ) {
    this.#args = args;
    this.#options = options;
  }

  /** Returns a required argument. */
  arg(name: string): string {
    const value = this.optionalArg(name);
    if (value === undefined) throw new UsageError(`the argument ${name} is missing`);
    return value;
  }

  optionalArg(name: string): string | undefined {
    const value = this.#args.get(name);
    return typeof value === "string" ? value : undefined;
  }

  /** Returns the values of an argument that can have several. */
  argList(name: string): readonly string[] {
    const value = this.#args.get(name) ?? [];
    return typeof value === "string" ? [value] : value;
  }

  /** Returns the value of an option, such as `--api`. */
  text(flag: string): string | undefined {
    const value = this.#read(flag);
    if (value === undefined) return undefined;
    if (typeof value !== "string" || value === "")
      throw new UsageError(`${flag} must not be empty`);
    return value;
  }

  required(flag: string): string {
    const value = this.text(flag);
    if (value === undefined) throw new UsageError(`${flag} is missing`);
    return value;
  }

  list(flag: string): readonly string[] {
    const value = this.#read(flag);
    const list = value === undefined ? [] : (value as readonly string[]);
    if (list.includes("")) throw new UsageError(`${flag} must not be empty`);
    return list;
  }

  flag(flag: string): boolean {
    return this.#read(flag) === true;
  }

  /** Returns a duration in milliseconds: `30`, `30s`, `2m` or `500ms`. A number alone counts seconds. */
  duration(flag: string): number | undefined {
    const text = this.text(flag);
    if (text === undefined) return undefined;
    const [, amount = "", unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(text) ?? [];
    const ms = Number(amount) * { ms: 1, s: 1_000, m: 60_000 }[unit as "ms" | "s" | "m"];
    if (amount === "" || ms <= 0 || ms > 86_400_000)
      throw new UsageError(`${flag} must be a duration such as 30s, 2m or 500ms`);
    return ms;
  }

  /** Returns a whole number within bounds. */
  integer(flag: string, min: number, max: number): number | undefined {
    const text = this.text(flag);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max)
      throw new UsageError(`${flag} must be a whole number from ${min} to ${max}`);
    return value;
  }

  /** Returns a JSON object that an option has as its value. */
  jsonObject(flag: string): Record<string, unknown> | undefined {
    const text = this.text(flag);
    return text === undefined ? undefined : parseJsonObject(text, flag);
  }

  /** Throws if two options exclude each other. */
  exclude(one: string, other: string): void {
    if (this.isGiven(one) && this.isGiven(other))
      throw new UsageError(`${one} and ${other} exclude each other: use one`);
  }

  isGiven(flag: string): boolean {
    return this.#read(flag) !== undefined;
  }

  #read(flag: string): unknown {
    const name = toOptionName(flag);
    return Object.hasOwn(this.#options, name) ? this.#options[name] : undefined;
  }
}

/** Returns the name under which the parser stores a flag: `--redirect-uri` is `redirectUri`. */
export function toOptionName(flag: string): string {
  return flag
    .replace(/^--/, "")
    .replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Parses a JSON object. The message names the source, and never quotes the text. */
export function parseJsonObject(text: string, source: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${source} is not valid JSON`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new UsageError(`${source} must be a JSON object, such as {"team":"storefront"}`);
  if (!hasExactNumbers(text))
    throw new UsageError(`${source} has a number that cannot be stored exactly: put it in quotes`);
  return value as Record<string, unknown>;
}

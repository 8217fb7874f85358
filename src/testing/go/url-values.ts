import { cut } from "./text.ts";
import { percentDecode, percentEncode } from "./percent-encoding.ts";

/** The names and values of a query or a form, as Go's `url.Values`. */
export class UrlValues {
  readonly #values = new Map<string, string[]>();

  /** Returns the first value, or "" if there is none. */
  get(name: string): string {
    return this.#values.get(name)?.[0] ?? "";
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  add(name: string, value: string): void {
    this.#values.set(name, [...(this.#values.get(name) ?? []), value]);
  }

  set(name: string, value: string): void {
    this.#values.set(name, [value]);
  }

  addAll(others: UrlValues): void {
    for (const [name, values] of others.#values) for (const value of values) this.add(name, value);
  }

  /** Writes `a=1&b=2`, sorted by name. */
  encode(): string {
    const encode = (text: string): string => percentEncode(text, "query");
    return [...this.#values]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, values]) => values.map((value) => `${encode(name)}=${encode(value)}`))
      .join("&");
  }
}

/** Parses a query or a form. A semicolon or an invalid escape drops its part, and `isWellFormed` is then false. */
export function parseUrlValues(text: string): { values: UrlValues; isWellFormed: boolean } {
  const values = new UrlValues();
  let isWellFormed = true;
  for (const part of text.split("&")) {
    if (part === "") continue;
    const [name, value] = cut(part, "=").map((text = "") => percentDecode(text, "query"));
    if (part.includes(";") || name === undefined || value === undefined) isWellFormed = false;
    else values.add(name, value);
  }
  return { values, isWellFormed };
}

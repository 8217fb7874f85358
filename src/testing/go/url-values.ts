import { percentDecode, percentEncode } from "./percent-encoding.ts";

/** Names and their values, as a query or a form holds them. */
export class UrlValues {
  readonly #values = new Map<string, string[]>();

  /** The first value, or "" where there is none. */
  get(name: string): string {
    return this.#values.get(name)?.[0] ?? "";
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  add(name: string, value: string): void {
    const values = this.#values.get(name);
    if (values === undefined) this.#values.set(name, [value]);
    else values.push(value);
  }

  set(name: string, value: string): void {
    this.#values.set(name, [value]);
  }

  addAll(others: UrlValues): void {
    for (const [name, values] of others.#values) for (const value of values) this.add(name, value);
  }

  /** `a=1&b=2`, in the order of the names. */
  encode(): string {
    const names = [...this.#values.keys()].sort();
    return names
      .flatMap((name) => (this.#values.get(name) ?? []).map((value) => [name, value] as const))
      .map(([name, value]) => `${percentEncode(name, "query")}=${percentEncode(value, "query")}`)
      .join("&");
  }
}

/** What is well-formed of a query or a form, and whether that is all of it: a semicolon or a broken escape spoils its part. */
export function parseUrlValues(text: string): { values: UrlValues; isWellFormed: boolean } {
  const values = new UrlValues();
  let isWellFormed = true;
  for (const part of text.split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = percentDecode(equals < 0 ? part : part.slice(0, equals), "query");
    const value = percentDecode(equals < 0 ? "" : part.slice(equals + 1), "query");
    if (part.includes(";") || name === undefined || value === undefined) isWellFormed = false;
    else values.add(name, value);
  }
  return { values, isWellFormed };
}

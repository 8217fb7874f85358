/** Headers as they were received. Creating a `Headers` takes longer than anything else that is done with a small response. */
export class RawHeaders {
  readonly #raw: readonly string[];
  #headers: Headers | undefined;

  /** @param raw - Names at even positions, each followed by its value, as `rawHeaders` of Node has them. */
  constructor(raw: readonly string[]) {
    this.#raw = raw;
  }

  /** Returns the value of a header, as `get` of `Headers` does. The name must be in lower case. */
  get(name: string): string | null {
    if (this.#headers !== undefined) return this.#headers.get(name);
    let found: string | null = null;
    for (let at = 0; at + 1 < this.#raw.length; at += 2) {
      const rawName = this.#raw[at] ?? "";
      if (rawName.length !== name.length || rawName.toLowerCase() !== name) continue;
      const value = this.#raw[at + 1] ?? "";
      // `Headers` joins the values of one name, and trims them.
      if (found !== null || /^\s|\s$/.test(value)) return this.toHeaders().get(name);
      found = value;
    }
    return found;
  }

  toHeaders(): Headers {
    if (this.#headers !== undefined) return this.#headers;
    const headers = new Headers();
    for (let at = 0; at + 1 < this.#raw.length; at += 2)
      headers.append(this.#raw[at] ?? "", this.#raw[at + 1] ?? "");
    this.#headers = headers;
    return headers;
  }
}

/** The headers of a response: one can be read, whether or not there is a `Headers`. */
export type ReadableHeaders = RawHeaders | Headers;

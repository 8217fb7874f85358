/** What the last look at a token said: it is there, it is gone, or it could not be told. */
export type Seen = "alive" | "gone" | "unread";

interface Known {
  seen: Seen | undefined;
  readonly apiIds: Set<string>;
}

/** The tokens of a client that were found, by their codes, and the APIs that list them or are opened by them. */
export class KnownTokens {
  readonly #byCode = new Map<string, Known>();

  add(code: string, apiIds: Iterable<string>): void {
    const known = this.#byCode.get(code) ?? { seen: undefined, apiIds: new Set<string>() };
    for (const apiId of apiIds) known.apiIds.add(apiId);
    this.#byCode.set(code, known);
  }

  has(code: string): boolean {
    return this.#byCode.has(code);
  }

  mark(code: string, seen: Seen): void {
    const known = this.#byCode.get(code);
    if (known !== undefined) known.seen = seen;
  }

  /** Every code. */
  codes(): string[] {
    return [...this.#byCode.keys()];
  }

  /** The codes that the last look did not find gone. */
  notGone(): string[] {
    return this.codes().filter((code) => this.#byCode.get(code)?.seen !== "gone");
  }

  /** The API to name where a code's key is removed. */
  apiOf(code: string): string {
    const [apiId = ""] = this.#byCode.get(code)?.apiIds ?? [];
    return apiId;
  }

  /** How many tokens of an API are in a state. */
  count(apiId: string, seen: Seen): number {
    return [...this.#byCode.values()].filter((one) => one.seen === seen && one.apiIds.has(apiId))
      .length;
  }
}

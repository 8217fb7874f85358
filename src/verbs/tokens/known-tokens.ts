/** What the last look at a token said: it is there, it is gone, or it could not be told. */
export type Seen = "alive" | "gone" | "unread";

interface Known {
  seen: Seen | undefined;
  /** The APIs whose list names it, or that it opens. */
  readonly apiIds: Set<string>;
  /** The APIs whose list named it at some time. */
  readonly listedOn: Set<string>;
  /** The APIs whose list named it at the last look. */
  readonly listedNow: Set<string>;
  /** Whether its refresh token, if it has one, was revoked with it. */
  refreshEnded: boolean;
  /** Whether it once lived on after a revocation that the gateway said yes to. */
  outlived: boolean;
}

/** The tokens of a client that were found, by their codes. */
export class KnownTokens {
  readonly #byCode = new Map<string, Known>();

  /** Adds a token that an API's list names. */
  addListed(code: string, apiId: string): void {
    this.add(code, [apiId]);
    const known = this.#byCode.get(code);
    known?.listedOn.add(apiId);
    known?.listedNow.add(apiId);
  }

  /** The lists are about to be read anew. */
  startOfLook(): void {
    for (const { listedNow } of this.#byCode.values()) listedNow.clear();
  }

  /** Adds a token that opens some APIs. */
  add(code: string, apiIds: readonly string[]): void {
    const known = this.#byCode.get(code) ?? {
      seen: undefined,
      apiIds: new Set<string>(),
      listedOn: new Set<string>(),
      listedNow: new Set<string>(),
      refreshEnded: false,
      outlived: false,
    };
    for (const apiId of apiIds) known.apiIds.add(apiId);
    this.#byCode.set(code, known);
  }

  has(code: string): boolean {
    return this.#byCode.has(code);
  }

  isAlive(code: string): boolean {
    return this.#byCode.get(code)?.seen === "alive";
  }

  mark(code: string, seen: Seen): void {
    const known = this.#byCode.get(code);
    if (known !== undefined) known.seen = seen;
  }

  /**
   * What an API's list names now was revoked there, refresh tokens and all, or may have been; whether it lives is to be seen
   * again. What dropped off the list before was not.
   */
  markRevoked(apiId: string, isCertain: boolean): void {
    for (const known of this.#byCode.values()) {
      if (!known.listedNow.has(apiId)) continue;
      if (isCertain && !known.outlived) known.refreshEnded = true;
      if (known.seen === "alive") known.seen = "unread";
    }
  }

  /** Whether a token was revoked by the list that names it. */
  isRevoked(code: string): boolean {
    return this.#byCode.get(code)?.refreshEnded === true;
  }

  /**
   * A token that lives on after its revocation was not revoked, and its refresh token neither. Once it is removed no later
   * revocation can show that it did more.
   */
  markOutlived(code: string): void {
    const known = this.#byCode.get(code);
    if (known?.refreshEnded !== true) return;
    known.refreshEnded = false;
    known.outlived = true;
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

  /** Whether the refresh token of something that the API's list named may be alive. */
  hasOpenRefresh(apiId: string): boolean {
    return [...this.#byCode.values()].some((one) => one.listedOn.has(apiId) && !one.refreshEnded);
  }
}

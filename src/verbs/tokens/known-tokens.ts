/** The result of the last read of a token. `"unread"`: the read failed, or the token was ended since. */
export type ReadState = "alive" | "gone" | "unread";

interface TokenRecord {
  lastRead: ReadState | undefined;
  /** The APIs that report the token: their list names it, or it opens them. */
  readonly apiIds: Set<string>;
  /** The APIs whose list has named the token at any time. */
  readonly listedOn: Set<string>;
  /** The APIs whose list named the token in this round. */
  readonly listedNow: Set<string>;
  /** Whether the token was revoked by its list, and its refresh token with it. */
  isRevoked: boolean;
  /** Whether a revocation that the gateway confirmed did not end the token. */
  wasMissedByRevocation: boolean;
  /** Whether the token was gone at any time. If it is alive after that, it was written back. */
  wasGone: boolean;
  /** How often the token was stored again after it was ended. */
  writtenBack: number;
  /** How often the token was removed by its key. */
  removals: number;
}

/** All tokens of a client that were found, by their codes, and what was done to each. */
export class KnownTokens {
  readonly #byCode = new Map<string, TokenRecord>();

  /** Adds a token from an API's list. */
  addListed(code: string, apiId: string): void {
    this.add(code, [apiId]);
    const known = this.#byCode.get(code);
    known?.listedOn.add(apiId);
    known?.listedNow.add(apiId);
  }

  /** Forgets which list names which token now, because the lists are read again. */
  startRound(): void {
    for (const { listedNow } of this.#byCode.values()) listedNow.clear();
  }

  /** Adds a token, and the APIs that report it. */
  add(code: string, apiIds: readonly string[]): void {
    const known = this.#byCode.get(code) ?? {
      lastRead: undefined,
      apiIds: new Set<string>(),
      listedOn: new Set<string>(),
      listedNow: new Set<string>(),
      isRevoked: false,
      wasMissedByRevocation: false,
      wasGone: false,
      writtenBack: 0,
      removals: 0,
    };
    for (const apiId of apiIds) known.apiIds.add(apiId);
    this.#byCode.set(code, known);
  }

  has(code: string): boolean {
    return this.#byCode.has(code);
  }

  isListed(code: string): boolean {
    return (this.#byCode.get(code)?.listedOn.size ?? 0) > 0;
  }

  isAlive(code: string): boolean {
    return this.#byCode.get(code)?.lastRead === "alive";
  }

  wasGone(code: string): boolean {
    return this.#byCode.get(code)?.wasGone === true;
  }

  mark(code: string, lastRead: ReadState): void {
    const known = this.#byCode.get(code);
    if (known !== undefined) known.lastRead = lastRead;
  }

  /** Notes that a token was removed. Only the next read shows whether it is gone. */
  markRemoved(code: string): void {
    const known = this.#byCode.get(code);
    if (known === undefined) return;
    known.removals += 1;
    known.lastRead = "unread";
  }

  removals(code: string): number {
    return this.#byCode.get(code)?.removals ?? 0;
  }

  markGone(code: string): void {
    const known = this.#byCode.get(code);
    if (known === undefined) return;
    known.lastRead = "gone";
    known.wasGone = true;
  }

  /** Notes that an ended token is stored again, by a request that was in flight (trap 24). */
  markWrittenBack(code: string): void {
    const known = this.#byCode.get(code);
    if (known !== undefined) known.writtenBack += 1;
  }

  /**
   * Notes that the tokens on an API's list were revoked, and their refresh tokens with them. Tokens that had left the list before
   * were not revoked.
   *
   * @param isCertain - `false` if the revocation may have failed.
   */
  markRevoked(apiId: string, isCertain: boolean): void {
    for (const known of this.#byCode.values()) {
      if (!known.listedNow.has(apiId)) continue;
      if (isCertain && !known.wasMissedByRevocation) known.isRevoked = true;
      if (known.lastRead === "alive") known.lastRead = "unread";
    }
  }

  isRevoked(code: string): boolean {
    return this.#byCode.get(code)?.isRevoked === true;
  }

  /** The APIs whose list names a token in this round. */
  listedNow(code: string): readonly string[] {
    return [...(this.#byCode.get(code)?.listedNow ?? [])];
  }

  /**
   * Notes that the revocation missed a token, and so its refresh token too. This is final: once the token is removed, no later
   * revocation can show that it reached the refresh token.
   */
  markMissedByRevocation(code: string): void {
    const known = this.#byCode.get(code);
    if (known?.isRevoked !== true) return;
    known.isRevoked = false;
    known.wasMissedByRevocation = true;
  }

  codes(): string[] {
    return [...this.#byCode.keys()];
  }

  /** The codes of tokens that are not known to be gone. */
  notGone(): string[] {
    return this.codes().filter((code) => this.#byCode.get(code)?.lastRead !== "gone");
  }

  /** The codes of tokens that were alive at their last read. */
  alive(): string[] {
    return this.codes().filter((code) => this.isAlive(code));
  }

  /** The codes of tokens that came back at least once. */
  writtenBackCodes(): string[] {
    return this.codes().filter((code) => (this.#byCode.get(code)?.writtenBack ?? 0) > 0);
  }

  /** The API to name when a token's key is removed; `""` if no API reports the token. */
  apiOf(code: string): string {
    const [apiId = ""] = this.#byCode.get(code)?.apiIds ?? [];
    return apiId;
  }

  /** Every API that reports a token. */
  apiIds(): Set<string> {
    return new Set([...this.#byCode.values()].flatMap(({ apiIds }) => [...apiIds]));
  }

  /** Counts an API's tokens by their last read. */
  count(apiId: string, lastRead: ReadState): number {
    return this.#tokensOf(apiId).filter((token) => token.lastRead === lastRead).length;
  }

  /** Counts how often an API's tokens were stored again after they were ended. */
  writtenBack(apiId: string): number {
    return this.#tokensOf(apiId).reduce((sum, token) => sum + token.writtenBack, 0);
  }

  /** Whether the API's list has named a token that is not revoked, so its refresh token may be alive. */
  hasUnrevokedRefresh(apiId: string): boolean {
    return [...this.#byCode.values()].some(
      (token) => token.listedOn.has(apiId) && !token.isRevoked,
    );
  }

  #tokensOf(apiId: string): TokenRecord[] {
    return [...this.#byCode.values()].filter((token) => token.apiIds.has(apiId));
  }
}

/** The result of the last read of a token. `"unread"`: the read failed, or the token was ended since. */
export type ReadState = "alive" | "gone" | "unread";

/** A token of the client, and what was done to it. */
export interface TokenRecord {
  readonly code: string;
  lastRead: ReadState | undefined;
  /** The APIs that report the token: their list names it, or it opens them. */
  readonly apiIds: Set<string>;
  /** The APIs whose list has named the token at any time. */
  readonly listedOn: Set<string>;
  /** The APIs whose list named the token in this round. */
  readonly listedNow: Set<string>;
  /** Whether the token was revoked by its list, and its refresh token with it. */
  isRevoked: boolean;
  /**
   * Whether a revocation that the gateway confirmed did not end the token, and so its refresh token neither. This is final: once
   * the token is removed, no later revocation can show that it reached the refresh token.
   */
  wasMissedByRevocation: boolean;
  /** Whether the token was gone at any time. If it is alive after that, it was written back. */
  wasGone: boolean;
  /** How often the token was stored again after it was ended, by a request that was in flight (trap 24). */
  writtenBack: number;
  /** How often the token was removed by its key. */
  removals: number;
}

/** All tokens of a client that were found. */
export class KnownTokens {
  readonly #byCode = new Map<string, TokenRecord>();

  has(code: string): boolean {
    return this.#byCode.has(code);
  }

  all(): TokenRecord[] {
    return [...this.#byCode.values()];
  }

  codes(): Iterable<string> {
    return this.#byCode.keys();
  }

  /** The tokens that were alive at their last read. */
  alive(): TokenRecord[] {
    return this.all().filter(({ lastRead }) => lastRead === "alive");
  }

  /** The tokens that an API reports. */
  reportedBy(apiId: string): TokenRecord[] {
    return this.all().filter(({ apiIds }) => apiIds.has(apiId));
  }

  /** Every API that reports a token. */
  apiIds(): Set<string> {
    return new Set(this.all().flatMap(({ apiIds }) => [...apiIds]));
  }

  /** Whether the API's list has named a token that is not revoked, so its refresh token may be alive. */
  hasUnrevokedRefresh(apiId: string): boolean {
    return this.all().some(({ listedOn, isRevoked }) => listedOn.has(apiId) && !isRevoked);
  }

  /** Adds a token, and the APIs that report it. */
  add(code: string, apiIds: readonly string[]): TokenRecord {
    const token: TokenRecord = this.#byCode.get(code) ?? {
      code,
      lastRead: undefined,
      apiIds: new Set(),
      listedOn: new Set(),
      listedNow: new Set(),
      isRevoked: false,
      wasMissedByRevocation: false,
      wasGone: false,
      writtenBack: 0,
      removals: 0,
    };
    for (const apiId of apiIds) token.apiIds.add(apiId);
    this.#byCode.set(code, token);
    return token;
  }

  /** Adds a token that another collection holds. Both then hold the same record. */
  share(token: TokenRecord): void {
    this.#byCode.set(token.code, token);
  }

  /** Adds a token from an API's list. */
  addListed(code: string, apiId: string): void {
    const { listedOn, listedNow } = this.add(code, [apiId]);
    listedOn.add(apiId);
    listedNow.add(apiId);
  }

  /** Forgets which list names which token now, because the lists are read again. */
  startRound(): void {
    for (const { listedNow } of this.all()) listedNow.clear();
  }

  /**
   * Notes that the tokens on an API's list were revoked, and their refresh tokens with them. Tokens that had left the list before
   * were not revoked.
   *
   * @param isCertain - `false` if the revocation may have failed.
   */
  markRevoked(apiId: string, isCertain: boolean): void {
    for (const token of this.all()) {
      if (!token.listedNow.has(apiId)) continue;
      if (isCertain && !token.wasMissedByRevocation) token.isRevoked = true;
      if (token.lastRead === "alive") token.lastRead = "unread";
    }
  }
}

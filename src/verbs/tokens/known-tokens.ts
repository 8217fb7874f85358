/** What the last read of a token said: it is there, it is gone, or it could not be told. */
export type ReadState = "alive" | "gone" | "unread";

interface TokenRecord {
  lastRead: ReadState | undefined;
  /** The APIs under which it is reported: those whose list names it, or that it opens. */
  readonly apiIds: Set<string>;
  /** The APIs whose list named it at some time. */
  readonly listedOn: Set<string>;
  /** The APIs whose list named it when the lists were last read. */
  readonly listedNow: Set<string>;
  /** Whether its refresh token, if it has one, was revoked with it. */
  refreshEnded: boolean;
  /** Whether it stayed on the list and alive after a revocation that the gateway confirmed. */
  outlived: boolean;
  /** Whether it was gone at some time, so that it was written back if it is there. */
  wasGone: boolean;
  /** How often it was stored again after that. */
  writtenBack: number;
  /** How often it was removed by its key. */
  removals: number;
}

/** The tokens of a client that were found, by their codes. */
export class KnownTokens {
  readonly #byCode = new Map<string, TokenRecord>();

  /** Adds a token that an API's list names. */
  addListed(code: string, apiId: string): void {
    this.add(code, [apiId]);
    const known = this.#byCode.get(code);
    known?.listedOn.add(apiId);
    known?.listedNow.add(apiId);
  }

  /** The lists are about to be read again. */
  startRound(): void {
    for (const { listedNow } of this.#byCode.values()) listedNow.clear();
  }

  /** Adds a token that is reported under some APIs. */
  add(code: string, apiIds: readonly string[]): void {
    const known = this.#byCode.get(code) ?? {
      lastRead: undefined,
      apiIds: new Set<string>(),
      listedOn: new Set<string>(),
      listedNow: new Set<string>(),
      refreshEnded: false,
      outlived: false,
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

  /** A token was removed; whether it stays away is to be seen. */
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

  /** A token that was ended is there again: a request in flight stored its session (trap 24). */
  markWrittenBack(code: string): void {
    const known = this.#byCode.get(code);
    if (known !== undefined) known.writtenBack += 1;
  }

  /**
   * What an API's list names now was revoked there with its refresh tokens, or may have been; whether it lives is to be seen
   * again. What dropped off the list before was not.
   */
  markRevoked(apiId: string, isCertain: boolean): void {
    for (const known of this.#byCode.values()) {
      if (!known.listedNow.has(apiId)) continue;
      if (isCertain && !known.outlived) known.refreshEnded = true;
      if (known.lastRead === "alive") known.lastRead = "unread";
    }
  }

  /** Whether a token was revoked by the list that names it. */
  isRevoked(code: string): boolean {
    return this.#byCode.get(code)?.refreshEnded === true;
  }

  /** The APIs whose list named a token when it was last read. */
  listedNow(code: string): readonly string[] {
    return [...(this.#byCode.get(code)?.listedNow ?? [])];
  }

  /**
   * A token that lives on and stays listed after its revocation was not revoked, and its refresh token neither. Once it is removed
   * no later revocation can show that it did more.
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

  /** The codes that the last read did not find gone. */
  notGone(): string[] {
    return this.codes().filter((code) => this.#byCode.get(code)?.lastRead !== "gone");
  }

  /** The codes that the last read found alive. */
  alive(): string[] {
    return this.codes().filter((code) => this.isAlive(code));
  }

  /** The codes of tokens that came back at least once. */
  thatCameBack(): string[] {
    return this.codes().filter((code) => (this.#byCode.get(code)?.writtenBack ?? 0) > 0);
  }

  /** The API to name in the removal of a code's key. */
  apiOf(code: string): string {
    const [apiId = ""] = this.#byCode.get(code)?.apiIds ?? [];
    return apiId;
  }

  /** Every API under which a token is reported. */
  apiIds(): Set<string> {
    return new Set([...this.#byCode.values()].flatMap(({ apiIds }) => [...apiIds]));
  }

  /** How many tokens of an API are in a state. */
  count(apiId: string, lastRead: ReadState): number {
    return this.#of(apiId).filter((one) => one.lastRead === lastRead).length;
  }

  /** How often tokens of an API were stored again after they were ended. */
  writtenBack(apiId: string): number {
    return this.#of(apiId).reduce((sum, one) => sum + one.writtenBack, 0);
  }

  /** Whether the refresh token of something that the API's list named may be alive. */
  hasOpenRefresh(apiId: string): boolean {
    return [...this.#byCode.values()].some((one) => one.listedOn.has(apiId) && !one.refreshEnded);
  }

  #of(apiId: string): TokenRecord[] {
    return [...this.#byCode.values()].filter((one) => one.apiIds.has(apiId));
  }
}

import type { EndingState } from "./ending-state.ts";
import { maxRemovals, removeUntilGone } from "./removal.ts";
import type { RevocationCheck } from "./revocation-check.ts";
import { revokeListed } from "./revoke-listed.ts";
import type { TokenReader } from "./token-reader.ts";

/** The ending part of `EndTokens`: revokes listed tokens, and removes the keys of tokens that are still alive. */
export class TokenRemover {
  readonly #state: EndingState;
  readonly #reader: TokenReader;
  readonly #revocationCheck: RevocationCheck;
  #hasGivenUp = false;

  constructor(state: EndingState, reader: TokenReader, revocationCheck: RevocationCheck) {
    this.#state = state;
    this.#reader = reader;
    this.#revocationCheck = revocationCheck;
  }

  /** Whether a token was still alive after as many removals as are allowed. */
  get hasGivenUp(): boolean {
    return this.#hasGivenUp;
  }

  /** Revokes the listed tokens, gone ones too: only their list entry leads to their refresh tokens. */
  async revokeListed(): Promise<void> {
    const { context, clientId, apiStates, tokens } = this.#state;
    const open = apiStates.filter(({ apiId }) => tokens.hasUnrevokedRefresh(apiId));
    if (open.length === 0) return;
    // A revocation empties the list, and a token in use comes back (trap 24). Tokens of an unread list would not be found again.
    const revocable = new Set(
      apiStates.filter(({ isUnread }) => !isUnread).map(({ apiId }) => apiId),
    );
    const revoked = await revokeListed(context, clientId, open, revocable);
    for (const { apiId, isCertain } of revoked) tokens.markRevoked(apiId, isCertain);
  }

  /** Removes by its key each token that is still alive: the gateway also confirms a revocation that did nothing. */
  async removeRest(): Promise<void> {
    const { tokens } = this.#state;
    await this.#state.forEachToken(tokens.notGone(), "revoke", (code) => this.#removeToken(code));
    this.#revocationCheck.clear();
  }

  async #removeToken(code: string): Promise<void> {
    const { context, tokens } = this.#state;
    const session = await this.#reader.readToken(code);
    if (session === undefined) return;
    if (!tokens.isRevoked(code)) {
      await this.removeUntilGone(code);
      return;
    }
    // A dry run revoked nothing, and its steps must not name this token a second time.
    if (context.isDry) return;
    const wasUsed = this.#revocationCheck.wasUsed(code, session);
    if (wasUsed) tokens.markWrittenBack(code);
    const cameBack = await this.removeUntilGone(code);
    // Nobody stored an unused token again. So the revocation missed the token, and its refresh token too.
    const wasMissed =
      (!wasUsed && !cameBack) ||
      (await this.#revocationCheck.isStillListed(code, tokens.listedNow(code)));
    if (wasMissed) tokens.markMissedByRevocation(code);
  }

  /** Removes a token until it stays gone. Returns whether it came back after it was gone. */
  async removeUntilGone(code: string): Promise<boolean> {
    const { context, tokens } = this.#state;
    let cameBack = false;
    await removeUntilGone(context, {
      code,
      apiId: tokens.apiOf(code),
      wasGone: tokens.wasGone(code),
      isAlive: async () => (await this.#reader.readToken(code)) !== undefined,
      onWrittenBack: () => {
        cameBack = true;
        tokens.markWrittenBack(code);
      },
      onRemoved: () => {
        tokens.markRemoved(code);
      },
      removalsLeft: maxRemovals - tokens.removals(code),
    });
    if (tokens.isAlive(code) && tokens.removals(code) >= maxRemovals) this.#hasGivenUp = true;
    return cameBack;
  }
}

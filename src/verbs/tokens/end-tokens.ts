import { TykError, withReport } from "../../errors/base.ts";
import type { MethodContext } from "../method-context.ts";
import type { ApiState } from "./api-state.ts";
import type { EndTokensArgs } from "./end-tokens-args.ts";
import { createEndingReport, currentTimestamp } from "./ending-report.ts";
import { EndingState } from "./ending-state.ts";
import { beyondReach, writtenBackReason } from "./report.ts";
import type { BeyondReach, TokensReport } from "./report.ts";
import { RevocationCheck } from "./revocation-check.ts";
import { SessionCacheWait } from "./session-cache-wait.ts";
import { TokenReader } from "./token-reader.ts";
import { TokenRemover } from "./token-remover.ts";
import { UnlistedTokens } from "./unlisted-tokens.ts";

const maxRounds = 6;

/** When to wait out the session cache. `"found"`: only if a token was found alive. */
export type WaitPolicy = "always" | "found" | "never";

/**
 * Ends the access tokens of one client on some APIs, and finds out how far they are gone. Each round reads the lists, the known
 * tokens and all keys, and ends what is alive. A round proves that nothing is left if it is not the first, finds nothing alive,
 * and leaves no uncertainty.
 */
export class EndTokens {
  readonly #context: MethodContext;
  readonly #state: EndingState;
  readonly #reader: TokenReader;
  readonly #remover: TokenRemover;
  readonly #unlistedTokens: UnlistedTokens;
  readonly #wait: SessionCacheWait;
  readonly #beyondReach: readonly BeyondReach[];
  readonly #startedAt: string;
  /** Counts the rounds of all runs, because a later run continues from an earlier one. */
  #roundCount = 0;
  /** Counts the tokens that all rounds found alive. */
  #foundCount = 0;
  /** Whether the session cache was waited out, and nothing came back while waiting. */
  #hasWaited = false;

  constructor(
    context: MethodContext,
    clientId: string,
    apiStates: readonly ApiState[],
    { sweep = true, wait = true }: EndTokensArgs,
    moreBeyondReach: readonly BeyondReach[] = [],
  ) {
    const revocationCheck = new RevocationCheck(context, clientId);
    this.#context = context;
    this.#state = new EndingState(context, clientId, apiStates);
    this.#reader = new TokenReader(this.#state, revocationCheck);
    this.#remover = new TokenRemover(this.#state, this.#reader, revocationCheck);
    this.#unlistedTokens = new UnlistedTokens(this.#state, this.#remover, sweep);
    this.#wait = new SessionCacheWait(context, wait);
    this.#beyondReach = [...beyondReach, ...moreBeyondReach];
    this.#startedAt = currentTimestamp(context);
  }

  /** Whether any token was found, alive or gone. */
  get hasTokens(): boolean {
    return this.#state.tokens.codes().length > 0;
  }

  /** Whether it is certain that the client has no tokens. */
  get hasNothing(): boolean {
    return !this.hasTokens && this.#state.hasNoUncertainty;
  }

  /** Whether every access token that a list or the keys lead to is gone. */
  get isAccessGone(): boolean {
    const { tokens, apiStates, hasNoUncertainty } = this.#state;
    return (
      hasNoUncertainty &&
      apiStates.every(({ isMissing }) => !isMissing) &&
      tokens.alive().length === 0
    );
  }

  /** Whether every known access token is gone, and its refresh token too. */
  get isKnownGone(): boolean {
    const { tokens, apiStates } = this.#state;
    return this.isAccessGone && !apiStates.some(({ apiId }) => tokens.hasUnrevokedRefresh(apiId));
  }

  /** Why unlisted tokens could not be searched for; `undefined` if they were. */
  get unlisted(): string | undefined {
    return this.#state.unlisted;
  }

  /** Forgets the client's secrets, because the client was deleted: nothing can be revoked with them any more. */
  clientIsGone(): void {
    for (const apiState of this.#state.apiStates) apiState.secret = undefined;
  }

  /** Runs rounds until a round proves that nothing is left, or until more rounds cannot help. */
  async run(waitPolicy: WaitPolicy = "always"): Promise<TokensReport> {
    try {
      await this.#runRounds(waitPolicy);
      return this.report();
    } catch (error) {
      // The caller needs to know what was ended before the error.
      if (error instanceof TykError) withReport(error, this.report());
      throw error;
    }
  }

  /** Reports what is known so far. */
  report(): TokensReport {
    const { clientId, apiStates, tokens, uncertainties, unlisted } = this.#state;
    return createEndingReport(this.#context, {
      clientId,
      startedAt: this.#startedAt,
      apiStates,
      tokens,
      uncertainties: [...uncertainties, ...(unlisted === undefined ? [] : [unlisted])],
      isCacheCovered: this.#hasWaited && this.#wait.coversCache,
      beyondReach: this.#beyondReach,
    });
  }

  async #runRounds(waitPolicy: WaitPolicy): Promise<void> {
    const { tokens, uncertainties } = this.#state;
    this.#hasWaited = false;
    for (let round = 1; ; round += 1) {
      const codesBefore = new Set(tokens.codes());
      const found = await this.#runRound();
      this.#foundCount += found;
      if (this.#context.isDry) return;
      const mustWait = this.#mustWait(waitPolicy);
      const isConfirmed = found === 0 && this.#roundCount > 1;
      if (isConfirmed && (!mustWait || this.#hasWaited)) return;
      if (this.#remover.hasGivenUp) {
        uncertainties.add(`a token could not be ended: ${writtenBackReason}`);
        return;
      }
      if (round === maxRounds) {
        const hasNewTokens = tokens.codes().some((code) => !codesBefore.has(code));
        uncertainties.add(
          hasNewTokens
            ? "new tokens were still being issued"
            : `tokens could not be ended in ${maxRounds} rounds`,
        );
        return;
      }
      this.#hasWaited = mustWait && (await this.#waitOutCache());
    }
  }

  /** Reads everything once, and ends what is alive. Returns how many tokens were alive. */
  async #runRound(): Promise<number> {
    this.#roundCount += 1;
    this.#state.startRound();
    await this.#reader.checkStorage();
    await this.#reader.readLists();
    const knownCount = await this.#reader.readKnown(this.#foundCount === 0 ? "look" : "check");
    const names = await this.#unlistedTokens.listKeys();
    await this.#reader.checkStorage();
    await this.#remover.revokeListed();
    if (knownCount > 0) await this.#remover.removeRest();
    const unlistedCount = await this.#unlistedTokens.endAmong(names);
    await this.#reader.checkStorage();
    return knownCount + unlistedCount;
  }

  #mustWait(waitPolicy: WaitPolicy): boolean {
    if (!this.#wait.isEnabled || waitPolicy === "never") return false;
    return waitPolicy === "always" || this.#foundCount > 0;
  }

  /** Waits out the session cache. Returns whether nothing came back while waiting. */
  async #waitOutCache(): Promise<boolean> {
    const inUse = this.#state.tokens.writtenBackCodes();
    let cameBack = false;
    const guard = async (): Promise<void> => {
      if (this.#remover.hasGivenUp) return;
      await this.#state.forEachToken(inUse, "revoke", async (code) => {
        if (await this.#remover.removeUntilGone(code)) cameBack = true;
      });
    };
    await this.#wait.run(inUse.length > 0 ? guard : undefined);
    return !cameBack;
  }
}

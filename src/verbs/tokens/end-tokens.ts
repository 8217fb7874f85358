import { TykError, withReport } from "../../errors/base.ts";
import type { MethodContext } from "../method-context.ts";
import { createEndingReport, currentTimestamp } from "./ending-report.ts";
import { EndingState } from "./ending-state.ts";
import type { ApiState } from "./ending-state.ts";
import { beyondReach, writtenBackReason } from "./report.ts";
import { revokeListed } from "./revoke-listed.ts";
import { coveringWaitMs, defaultWaitMs, waitOutSessionCache } from "./session-cache-wait.ts";
import { checkStorage, readKnown, readLists } from "./token-reader.ts";
import { removeRest, removeToken } from "./token-remover.ts";
import { endUnlisted, listKeys } from "./unlisted-tokens.ts";
import type { BeyondReach, RevocationReport } from "../../errors/reports.ts";

/** Arguments of each method that ends all tokens of a client. */
export interface EndTokensArgs {
  /**
   * Reads all keys of the gateway to find unlisted tokens of the client: one request per key, 8 at once. With `false` such tokens
   * stay, and the state of each API is at best `"unverified"`.
   * @defaultValue true
   */
  readonly sweep?: boolean | undefined;
  /**
   * Waits until the gateway's session cache has expired, and then reads everything again. The cache accepts a removed token for
   * ten seconds, whatever `cached_session_timeout` says (trap 35). A number is the wait in milliseconds; `false` does not wait.
   * With less than 10500 the state is at best `"gone-from-storage"`.
   * @defaultValue 11000
   */
  readonly wait?: boolean | number | undefined;
}

export function checkEndTokensArgs(context: MethodContext, { sweep, wait }: EndTokensArgs): void {
  context.check.flag(sweep, "sweep");
  const isMs = typeof wait === "number" && wait > 0 && wait <= 600_000;
  if (wait !== undefined && typeof wait !== "boolean" && !isMs)
    context.check.fail("wait", "must be true, false or a number of milliseconds up to 600000");
}

const maxRounds = 6;

/** When to wait out the session cache. `"found"`: only if a token was found alive. */
type WaitPolicy = "always" | "found" | "never";

/**
 * Ends the access tokens of one client on some APIs, and finds out how far they are gone. Each round reads the lists, the known
 * tokens and all keys, and ends what is alive. A round proves that nothing is left if it is not the first, finds nothing alive,
 * and leaves no uncertainty.
 */
export class EndTokens {
  readonly #context: MethodContext;
  readonly #state: EndingState;
  /** How long to wait out the session cache; 0 does not wait. */
  readonly #waitMs: number;
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
    apiStates: ApiState[],
    { sweep = true, wait = true }: EndTokensArgs,
    moreBeyondReach: readonly BeyondReach[] = [],
  ) {
    this.#context = context;
    this.#state = new EndingState(context, clientId, apiStates, sweep);
    this.#waitMs = wait === true ? defaultWaitMs : Number(wait);
    this.#beyondReach = [...beyondReach, ...moreBeyondReach];
    this.#startedAt = currentTimestamp(context);
  }

  /** Whether any token was found, alive or gone. */
  get hasTokens(): boolean {
    return this.#state.tokens.all().length > 0;
  }

  /** Whether it is certain that the client has no tokens. */
  get hasNothing(): boolean {
    return !this.hasTokens && this.#state.hasNoUncertainty;
  }

  /** Whether every access token that a list or the keys lead to is gone. */
  get isAccessGone(): boolean {
    const { tokens, apiStates, hasNoUncertainty } = this.#state;
    const isNoneMissing = apiStates.every(({ isMissing }) => !isMissing);
    return hasNoUncertainty && isNoneMissing && tokens.alive().length === 0;
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
  async run(waitPolicy: WaitPolicy = "always"): Promise<RevocationReport> {
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
  report(): RevocationReport {
    const isCacheCovered = this.#hasWaited && this.#waitMs >= coveringWaitMs;
    return createEndingReport(this.#state, this.#startedAt, isCacheCovered, this.#beyondReach);
  }

  async #runRounds(waitPolicy: WaitPolicy): Promise<void> {
    const { tokens, uncertainties } = this.#state;
    this.#hasWaited = false;
    for (let round = 1; ; round += 1) {
      const countBefore = tokens.all().length;
      const found = await this.#runRound();
      this.#foundCount += found;
      if (this.#context.isDry) return;
      const mustWait = this.#mustWait(waitPolicy);
      const isConfirmed = found === 0 && this.#roundCount > 1;
      if (isConfirmed && (!mustWait || this.#hasWaited)) return;
      if (this.#state.hasGivenUp) {
        uncertainties.add(`a token could not be ended: ${writtenBackReason}`);
        return;
      }
      if (round === maxRounds) {
        const hasNewTokens = tokens.all().length > countBefore;
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
    const state = this.#state;
    this.#roundCount += 1;
    state.startRound();
    await checkStorage(state);
    await readLists(state);
    const knownCount = await readKnown(state, this.#foundCount === 0 ? "look" : "check");
    const names = await listKeys(state);
    await checkStorage(state);
    await revokeListed(state);
    if (knownCount > 0) await removeRest(state);
    const unlistedCount = await endUnlisted(state, names);
    await checkStorage(state);
    return knownCount + unlistedCount;
  }

  #mustWait(waitPolicy: WaitPolicy): boolean {
    if (this.#waitMs <= 0 || waitPolicy === "never") return false;
    return waitPolicy === "always" || this.#foundCount > 0;
  }

  /** Waits out the session cache. Returns whether nothing came back while waiting. */
  async #waitOutCache(): Promise<boolean> {
    const state = this.#state;
    const inUse = state.tokens.all().filter(({ writtenBack }) => writtenBack > 0);
    let cameBack = false;
    const guard = async (): Promise<void> => {
      if (state.hasGivenUp) return;
      await state.forEachToken(inUse, "revoke", async (token) => {
        if (await removeToken(state, token)) cameBack = true;
      });
    };
    await waitOutSessionCache(this.#context, this.#waitMs, inUse.length > 0 ? guard : undefined);
    return !cameBack;
  }
}

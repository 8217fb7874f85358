import type { EndingState } from "./ending-state.ts";
import { writtenBackReason } from "./report.ts";
import { coveringWaitMs, defaultWaitMs, waitOutSessionCache } from "./session-cache-wait.ts";
import { removeToken } from "./token-remover.ts";

const maxRounds = 6;

/** When to wait out the session cache. `"found"`: only if a token was found alive. */
export type WaitPolicy = "always" | "found" | "never";

/** Reads everything once, and ends what is alive. Returns how many tokens were alive. */
type RunRound = (phase: "look" | "check") => Promise<number>;

/**
 * Runs rounds of reading and ending tokens, with waits for the session cache. A round proves that nothing is left if it is not the
 * first, finds nothing alive, and leaves no uncertainty.
 */
export class EndingRounds {
  readonly #state: EndingState;
  readonly #runRound: RunRound;
  /** How long to wait out the session cache; 0 does not wait. */
  readonly #waitMs: number;
  /** Counts the rounds of all runs, because a later run continues from an earlier one. */
  #roundCount = 0;
  /** Counts the tokens that all rounds found alive. */
  #foundCount = 0;
  /** Whether the session cache was waited out, and nothing came back while waiting. */
  #hasWaited = false;

  constructor(state: EndingState, wait: boolean | number, runRound: RunRound) {
    this.#state = state;
    this.#waitMs = wait === true ? defaultWaitMs : Number(wait);
    this.#runRound = runRound;
  }

  /** Whether the session cache was waited out after the last removal. */
  get isCacheCovered(): boolean {
    return this.#hasWaited && this.#waitMs >= coveringWaitMs;
  }

  /** Runs rounds until a round proves that nothing is left, or until more rounds cannot help. */
  async run(waitPolicy: WaitPolicy): Promise<void> {
    const { context, tokens, uncertainties } = this.#state;
    this.#hasWaited = false;
    for (let round = 1; ; round += 1) {
      const countBefore = tokens.all().length;
      this.#roundCount += 1;
      this.#state.startRound();
      const found = await this.#runRound(this.#foundCount === 0 ? "look" : "check");
      this.#foundCount += found;
      if (context.isDry) return;
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
    await waitOutSessionCache(
      this.#state.context,
      this.#waitMs,
      inUse.length > 0 ? guard : undefined,
    );
    return !cameBack;
  }
}

import type { KeySession } from "../../../generated/index.ts";
import type { EndingState } from "./ending-state.ts";
import { KeySweep } from "./key-sweep.ts";
import { isExpired } from "./sessions.ts";
import type { TokenRemover } from "./token-remover.ts";

const consequence = ", so tokens that dropped off the list may be alive";

/** The part of `EndTokens` that finds the client's unlisted tokens among all keys of the gateway. */
export class UnlistedTokens {
  readonly #state: EndingState;
  readonly #remover: TokenRemover;
  /** `undefined` if the caller wants no sweep. */
  readonly #sweep: KeySweep | undefined;

  constructor(state: EndingState, remover: TokenRemover, sweep: boolean) {
    this.#state = state;
    this.#remover = remover;
    this.#sweep = sweep ? new KeySweep(state.context) : undefined;
  }

  /** Lists the names of all keys. The list must hold the tokens that are alive now. */
  async listKeys(): Promise<readonly string[]> {
    const { tokens } = this.#state;
    if (this.#sweep === undefined) {
      this.#state.unlisted = `the gateway's keys were not searched (sweep is false)${consequence}`;
      return [];
    }
    const { names = [], unlisted, uncertainty } = await this.#sweep.listKeys(tokens.alive());
    this.#state.unlisted = unlisted === undefined ? undefined : `${unlisted}${consequence}`;
    this.#addUncertainty(uncertainty);
    return names;
  }

  /** Reads the keys that are not known yet, and ends the client's tokens among them. Returns how many were alive. */
  async endAmong(names: readonly string[]): Promise<number> {
    const { context, scope, tokens, uncertainties } = this.#state;
    let found = 0;
    const isKnown = (name: string): boolean => tokens.has(name);
    const visit = async (code: string, session: KeySession): Promise<boolean> => {
      const { isInScope, apiIds, uncertainty } = await scope.match(session, false);
      if (uncertainty !== undefined) uncertainties.add(uncertainty);
      // The next round reads an uncertain token again.
      if (!isInScope) return uncertainty !== undefined;
      if (isExpired(context, session)) return true;
      found += 1;
      tokens.add(code, apiIds);
      tokens.mark(code, "alive");
      await this.#state.forEachToken([code], "revoke", async () => {
        await this.#remover.removeUntilGone(code);
      });
      return true;
    };
    this.#addUncertainty(await this.#sweep?.readNew(names, isKnown, visit));
    return found;
  }

  #addUncertainty(uncertainty: string | undefined): void {
    if (uncertainty !== undefined) this.#state.uncertainties.add(`${uncertainty}${consequence}`);
  }
}

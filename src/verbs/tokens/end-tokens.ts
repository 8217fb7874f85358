import { TykError } from "../../errors/base.ts";
import { withReport } from "../../errors/change-error.ts";
import type { MethodContext } from "../method-context.ts";
import { createEndingReport, currentTimestamp } from "./ending-report.ts";
import { EndingRounds } from "./ending-rounds.ts";
import type { WaitPolicy } from "./ending-rounds.ts";
import { ClientEndingState } from "./ending-state.ts";
import type { ApiState } from "./ending-state.ts";
import { beyondReach } from "./report.ts";
import { revokeListed } from "./revoke-listed.ts";
import { checkStorage, readKnown, readLists } from "./token-reader.ts";
import { removeRest } from "./token-remover.ts";
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

/**
 * Ends the access tokens of one client on some APIs, and finds out how far they are gone. Each round reads the lists, the known
 * tokens and all keys, and ends what is alive.
 */
export class EndTokens {
  readonly #state: ClientEndingState;
  readonly #rounds: EndingRounds;
  readonly #beyondReach: readonly BeyondReach[];
  readonly #startedAt: string;

  constructor(
    context: MethodContext,
    clientId: string,
    apiStates: ApiState[],
    { sweep = true, wait = true }: EndTokensArgs,
    moreBeyondReach: readonly BeyondReach[] = [],
  ) {
    this.#state = new ClientEndingState(context, clientId, apiStates, sweep);
    this.#rounds = new EndingRounds(this.#state, wait, (phase) => this.#runRound(phase));
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
      await this.#rounds.run(waitPolicy);
      return this.report();
    } catch (error) {
      // The caller needs to know what was ended before the error.
      if (error instanceof TykError) withReport(error, this.#interruptedReport());
      throw error;
    }
  }

  /** Reports what is known so far, and how far the sweep came. */
  #interruptedReport(): RevocationReport {
    const sweep = this.#state.sweep?.progress;
    return sweep === undefined ? this.report() : { ...this.report(), sweep };
  }

  /** Reports what is known so far. */
  report(): RevocationReport {
    const [state, { isCacheCovered }] = [this.#state, this.#rounds];
    return {
      kind: "tokens",
      clientId: state.clientId,
      ...createEndingReport(state, this.#startedAt, isCacheCovered, this.#beyondReach),
    };
  }

  /** Reads everything once, and ends what is alive. Returns how many tokens were alive. */
  async #runRound(phase: "look" | "check"): Promise<number> {
    const state = this.#state;
    await checkStorage(state);
    await readLists(state);
    const knownCount = await readKnown(state, phase, (code, session) => {
      state.revocationCheck.rememberSession(code, session);
    });
    await listKeys(state);
    await checkStorage(state);
    await revokeListed(state);
    if (knownCount > 0) await removeRest(state);
    const unlistedCount = await endUnlisted(state);
    await checkStorage(state);
    return knownCount + unlistedCount;
  }
}

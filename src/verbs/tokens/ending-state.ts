import { forEachConcurrent } from "../for-each-concurrent.ts";
import type { MethodContext } from "../method-context.ts";
import { hasNoUncertainty } from "./api-state.ts";
import type { ApiState } from "./api-state.ts";
import { FailureStreak } from "./failure-streak.ts";
import { KnownTokens } from "./known-tokens.ts";
import { TokenScope } from "./token-scope.ts";
import { uncertaintyOf } from "./uncertainty.ts";

/** What the parts of `EndTokens` share: the APIs, the tokens found so far, and what is uncertain. */
export class EndingState {
  readonly context: MethodContext;
  readonly clientId: string;
  readonly apiStates: readonly ApiState[];
  readonly scope: TokenScope;
  readonly tokens: KnownTokens = new KnownTokens();
  /** The uncertainties of the last round that concern every API. */
  readonly uncertainties: Set<string> = new Set<string>();
  /** Why unlisted tokens could not be searched for; `undefined` if they were. */
  unlisted: string | undefined;

  constructor(context: MethodContext, clientId: string, apiStates: readonly ApiState[]) {
    this.context = context;
    this.clientId = clientId;
    this.apiStates = apiStates;
    this.scope = new TokenScope(
      context,
      clientId,
      apiStates.map(({ apiId }) => apiId),
    );
  }

  get hasNoUncertainty(): boolean {
    return this.uncertainties.size === 0 && this.apiStates.every(hasNoUncertainty);
  }

  /** Drops the uncertainties of the last round: the next round reads everything again. */
  startRound(): void {
    this.tokens.startRound();
    this.uncertainties.clear();
    for (const { uncertainties } of this.apiStates) uncertainties.clear();
  }

  /** Runs something for each code. A failure becomes an uncertainty; after too many in a row the rest is left unread. */
  async forEachToken(
    codes: readonly string[],
    phase: "look" | "check" | "revoke",
    run: (code: string) => Promise<void>,
  ): Promise<void> {
    const streak = new FailureStreak();
    let done = 0;
    await forEachConcurrent(codes, async (code) => {
      try {
        if (streak.hasGivenUp) {
          this.#markUnread(code);
          return;
        }
        await run(code);
        streak.succeeded();
      } catch (error) {
        streak.failed();
        this.uncertainties.add(
          uncertaintyOf(this.context, error, "a token could not be read or removed"),
        );
        this.#markUnread(code);
      }
      this.context.progress(phase, (done += 1), codes.length);
    });
  }

  /** A token that was last read alive still counts as alive. */
  #markUnread(code: string): void {
    if (!this.tokens.isAlive(code)) this.tokens.mark(code, "unread");
  }
}

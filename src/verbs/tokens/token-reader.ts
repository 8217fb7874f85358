import type { KeySession } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { findStorageProblem } from "../evidence/storage-problem.ts";
import type { ApiState } from "./api-state.ts";
import type { EndingState } from "./ending-state.ts";
import type { RevocationCheck } from "./revocation-check.ts";
import { isExpired, sessionOfCode } from "./sessions.ts";
import { uncertaintyOf } from "./uncertainty.ts";
import { walkTokens } from "./walk-tokens.ts";

/** The reading part of `EndTokens`: storage controls, token lists and single tokens. */
export class TokenReader {
  readonly #state: EndingState;
  readonly #revocationCheck: RevocationCheck;

  constructor(state: EndingState, revocationCheck: RevocationCheck) {
    this.#state = state;
    this.#revocationCheck = revocationCheck;
  }

  /** Controls that storage responds: while it is down, every token seems gone (trap 28). */
  async checkStorage(): Promise<void> {
    const { context, clientId, apiStates, uncertainties } = this.#state;
    const problem = await findStorageProblem(context, clientId, apiStates);
    if (problem !== undefined) uncertainties.add(problem);
  }

  /** Reads the client's token list on each API. */
  async readLists(): Promise<void> {
    for (const apiState of this.#state.apiStates) await this.#readList(apiState);
  }

  async #readList(apiState: ApiState): Promise<void> {
    const { context, clientId, tokens } = this.#state;
    const { apiId } = apiState;
    try {
      for await (const { code } of walkTokens(context, { apiId, clientId }))
        tokens.addListed(code, apiId);
      apiState.isMissing = false;
      apiState.isUnread = false;
    } catch (error) {
      // No token opens an API that does not exist. But its id may be misspelt, so the report must not say that all is gone.
      apiState.isMissing = error instanceof TykNotFoundError;
      apiState.isUnread = !apiState.isMissing;
      if (apiState.isMissing) return;
      apiState.uncertainties.add(
        uncertaintyOf(context, error, "the client's tokens could not be listed"),
      );
    }
  }

  /** Reads every known token again, including those that were gone. Returns how many are alive. */
  async readKnown(phase: "look" | "check"): Promise<number> {
    let aliveCount = 0;
    await this.#state.forEachToken(this.#state.tokens.codes(), phase, async (code) => {
      const session = await this.readToken(code);
      if (session === undefined) return;
      aliveCount += 1;
      this.#revocationCheck.rememberSession(code, session);
    });
    return aliveCount;
  }

  /** Reads the session of a known token; `undefined` if the token is gone or has certainly expired. */
  async readToken(code: string): Promise<KeySession | undefined> {
    const { context, scope, tokens, uncertainties } = this.#state;
    const session = await sessionOfCode(context, code);
    if (session === undefined || isExpired(context, session)) {
      tokens.markGone(code);
      return undefined;
    }
    // A token can open other APIs than the API whose list names it (trap 25).
    const { apiIds = [], uncertainty } = await scope.match(session, tokens.isListed(code));
    tokens.add(code, apiIds);
    if (uncertainty !== undefined) uncertainties.add(uncertainty);
    tokens.mark(code, "alive");
    return session;
  }
}

import type { ApiDefinition } from "../../../generated/index.ts";
import { TykError } from "../../errors/base.ts";
import { withReport } from "../../errors/change-error.ts";
import { findKeyStorageProblem } from "../evidence/storage-problem.ts";
import type { MethodContext } from "../method-context.ts";
import type { EndTokensArgs } from "./end-tokens.ts";
import { createEndingReport, currentTimestamp } from "./ending-report.ts";
import { EndingRounds } from "./ending-rounds.ts";
import { createApiState, EndingState } from "./ending-state.ts";
import type { VisitKey } from "./key-sweep.ts";
import { visitListedTokens } from "./listed-tokens.ts";
import { invalidateRefreshToken, unverifiedRefreshReason } from "./refresh-token.ts";
import type { FindWhere } from "./session-match.ts";
import { readKnown } from "./token-reader.ts";
import { removeToken } from "./token-remover.ts";
import { uncertaintyOf } from "./uncertainty.ts";
import { listKeys } from "./unlisted-tokens.ts";
import { UserClients } from "./user-clients.ts";
import { userBeyondReach } from "./user-report.ts";
import type { UserTokensReport } from "../../errors/reports.ts";
import { UserScope } from "./user-scope.ts";

/** Ends the tokens of one user on one API, and finds out how far they are gone. */
export class EndUserTokens {
  readonly #context: MethodContext;
  readonly #apiId: string;
  readonly #scope: UserScope;
  readonly #state: EndingState;
  readonly #clients: UserClients;
  readonly #rounds: EndingRounds;
  readonly #startedAt: string;
  readonly #refreshTokens: ReadonlySet<string>;
  #confirmedRefreshTokens = 0;
  /** Why a passed refresh token could not be revoked. */
  #refreshFailure: string | undefined;

  constructor(
    context: MethodContext,
    api: ApiDefinition,
    where: FindWhere,
    { sweep = true, wait = true }: EndTokensArgs,
    refreshTokens: readonly string[],
  ) {
    this.#context = context;
    this.#apiId = api.api_id;
    this.#scope = new UserScope(context, api, where);
    this.#state = new EndingState(context, [createApiState(api.api_id)], this.#scope, sweep);
    this.#clients = new UserClients(context, this.#scope, this.#state.tokens);
    this.#rounds = new EndingRounds(this.#state, wait, (phase) => this.#runRound(phase));
    this.#startedAt = currentTimestamp(context);
    this.#refreshTokens = new Set(refreshTokens);
  }

  /** Revokes the passed refresh tokens, and then ends the user's tokens until a round proves that none is left. */
  async run(): Promise<UserTokensReport> {
    try {
      // They come first: otherwise they could issue new tokens while the access tokens are ended.
      for (const token of this.#refreshTokens) await this.#revokeRefreshToken(token);
      await this.#rounds.run("always");
      return this.report();
    } catch (error) {
      // The caller needs to know what was ended before the error.
      if (error instanceof TykError) {
        const sweep = this.#state.sweep?.progress;
        withReport(error, { ...this.report(), ...(sweep === undefined ? {} : { sweep }) });
      }
      throw error;
    }
  }

  /** Reports what is known so far. */
  report(): UserTokensReport {
    const { isCacheCovered } = this.#rounds;
    const report: UserTokensReport = {
      kind: "user-tokens",
      ...createEndingReport(this.#state, this.#startedAt, isCacheCovered, userBeyondReach),
      clients: this.#clients.report(),
    };
    const count = this.#refreshTokens.size;
    if (count === 0) return report;
    const confirmed = this.#confirmedRefreshTokens;
    const reason = this.#refreshFailure ?? unverifiedRefreshReason;
    return { ...report, refreshTokens: { count, confirmed, state: "unverified", reason } };
  }

  async #revokeRefreshToken(token: string): Promise<void> {
    const revoke = (): Promise<void> => invalidateRefreshToken(this.#context, this.#apiId, token);
    const { error } = await this.#context.part(revoke);
    if (error !== undefined)
      this.#refreshFailure = `a refresh token could not be revoked (${error.code})`;
    else if (!this.#context.isDry) this.#confirmedRefreshTokens += 1;
  }

  /** Reads everything once, and ends what is alive. Returns how many tokens were alive. */
  async #runRound(phase: "look" | "check"): Promise<number> {
    const { tokens } = this.#state;
    await this.#checkStorage();
    const knownCount = await readKnown(this.#state, phase, (code, session) => {
      this.#clients.remember(code, session);
    });
    const countBefore = tokens.all().length;
    await this.#findNew();
    // Sessions are removed after that: without them nothing shows whose refresh tokens a client's list leads to.
    await this.#clients.revokeRefreshTokens();
    const newCount = tokens.all().length - countBefore;
    await this.#removeRest();
    await this.#checkStorage();
    return knownCount + newCount;
  }

  /** While storage is down, no token is found (trap 28). */
  async #checkStorage(): Promise<void> {
    this.#state.addUncertainty(await findKeyStorageProblem(this.#context, this.#apiId));
  }

  /** Finds tokens of the user that are not known yet. */
  async #findNew(): Promise<void> {
    const { tokens, sweep } = this.#state;
    const visit: VisitKey = (code, session) => {
      const isInScope = this.#scope.opensApi(session) && this.#scope.isOfUser(session);
      if (isInScope && !tokens.has(code)) this.#clients.add(code, session);
      // The next round reads the user's tokens as known tokens. The user of any other key does not change.
      return Promise.resolve(tokens.has(code));
    };
    await listKeys(this.#state);
    const problem = await sweep?.readNew(tokens.codes(), visit);
    this.#state.addUncertainty(problem);
    // Without a list of keys, the token lists of the API's clients still lead to some tokens.
    if (this.#state.unlisted !== undefined) await this.#visitLists(visit);
  }

  async #visitLists(visit: VisitKey): Promise<void> {
    try {
      await visitListedTokens(this.#context, this.#apiId, visit);
    } catch (error) {
      const what = "the tokens on the lists of the API's clients could not be read";
      this.#state.addUncertainty(uncertaintyOf(this.#context, error, what));
    }
  }

  /** Removes each token that is not known to be gone. */
  async #removeRest(): Promise<void> {
    const state = this.#state;
    const rest = state.tokens.all().filter(({ lastRead }) => lastRead !== "gone");
    await state.forEachToken(rest, "revoke", async (token) => {
      // A dry run ended nothing, and its steps must not name this token a second time.
      if (this.#context.isDry && (token.isRevoked || token.removals > 0)) return;
      await removeToken(state, token);
    });
  }
}

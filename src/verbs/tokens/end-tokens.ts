import type { KeySession } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { TykError, withReport } from "../../errors/base.ts";
import { findStorageProblem } from "../evidence/storage-problem.ts";
import { forEachConcurrent } from "../for-each-concurrent.ts";
import type { MethodContext } from "../method-context.ts";
import { FailureStreak } from "./failure-streak.ts";
import { uncertaintyOf } from "./uncertainty.ts";
import { createEndingReport, currentTimestamp } from "./ending-report.ts";
import type { EndTokensArgs } from "./end-tokens-args.ts";
import { KnownTokens } from "./known-tokens.ts";
import { hasNoUncertainty } from "./api-state.ts";
import type { ApiState } from "./api-state.ts";
import { maxRemovals, removeUntilAway } from "./removal.ts";
import { beyondReach, writtenBackReason } from "./report.ts";
import type { BeyondReach, TokensReport } from "./report.ts";
import { revokeListed } from "./revoke-listed.ts";
import { TokenScope } from "./token-scope.ts";
import { isExpired, sessionOfCode } from "./sessions.ts";
import { RevocationCheck } from "./revocation-check.ts";
import { KeySweep } from "./key-sweep.ts";
import { walkTokens } from "./walk-tokens.ts";
import { SessionCacheWait } from "./session-cache-wait.ts";

/** How often everything is read, and what is found is ended, at most. */
const maxRounds = 6;
const unlistedConsequence = ", so tokens that dropped off the list may be alive";

/** Whether the session cache is waited out: always, if a token was ended, or not at all. */
export type WaitPolicy = "always" | "found" | "never";

/**
 * Ends the access tokens of one client on some APIs, and finds out how far that is so. Each look reads the lists, the known
 * tokens and all keys, and ends what it finds. Only a look that finds nothing, after an earlier one, with controls in between,
 * proves that nothing is left.
 */
export class EndTokens {
  readonly #context: MethodContext;
  readonly #clientId: string;
  readonly #apiStates: readonly ApiState[];
  readonly #scope: TokenScope;
  readonly #sweep: KeySweep | undefined;
  readonly #wait: SessionCacheWait;
  readonly #beyond: readonly BeyondReach[];
  readonly #startedAt: string;
  readonly #tokens = new KnownTokens();
  readonly #revocationCheck: RevocationCheck;
  /** What leaves doubts about every API, as the last look was. */
  readonly #uncertainties = new Set<string>();
  #roundCount = 0;
  /** Whether a token came back after as many removals as there may be. */
  #hasGivenUp = false;
  #waited = false;
  #found = 0;
  /** Why tokens that no list names could not be looked for. */
  #unlisted: string | undefined;

  constructor(
    context: MethodContext,
    clientId: string,
    apiStates: readonly ApiState[],
    { sweep = true, wait = true }: EndTokensArgs,
    beyond: readonly BeyondReach[] = [],
  ) {
    this.#context = context;
    this.#clientId = clientId;
    this.#apiStates = apiStates;
    this.#scope = new TokenScope(
      context,
      clientId,
      apiStates.map(({ apiId }) => apiId),
    );
    this.#sweep = sweep ? new KeySweep(context) : undefined;
    this.#wait = new SessionCacheWait(context, wait);
    this.#revocationCheck = new RevocationCheck(context, clientId);
    this.#beyond = [...beyondReach, ...beyond];
    this.#startedAt = currentTimestamp(context);
  }

  /** Whether any token was found, alive or gone. */
  get hasTokens(): boolean {
    return this.#tokens.codes().length > 0;
  }

  /** Whether every access token that a list or the keys can reach is gone. */
  get isAccessGone(): boolean {
    return (
      this.#hasNoUncertainty &&
      this.#apiStates.every((apiState) => !apiState.isMissing) &&
      this.#tokens.alive().length === 0
    );
  }

  /** Whether there is nothing of the client, for certain. */
  get hasNothing(): boolean {
    return this.#tokens.codes().length === 0 && this.#hasNoUncertainty;
  }

  /** Whether every known access token is gone, and its refresh token with it. */
  get isKnownGone(): boolean {
    return (
      this.isAccessGone && !this.#apiStates.some(({ apiId }) => this.#tokens.hasOpenRefresh(apiId))
    );
  }

  /** Why tokens that no list names could not be looked for; `undefined` if they were. */
  get unlisted(): string | undefined {
    return this.#unlisted;
  }

  get #hasNoUncertainty(): boolean {
    return this.#uncertainties.size === 0 && this.#apiStates.every(hasNoUncertainty);
  }

  /** From now on the client is not there, so nothing can be revoked by its secret. */
  clientIsGone(): void {
    for (const apiState of this.#apiStates) apiState.secret = undefined;
  }

  async run(waitPolicy: WaitPolicy = "always"): Promise<TokensReport> {
    try {
      await this.#runRounds(waitPolicy);
      return this.report();
    } catch (error) {
      // What was found and ended until then is reported all the same.
      if (error instanceof TykError) withReport(error, this.report());
      throw error;
    }
  }

  async #runRounds(waitPolicy: WaitPolicy): Promise<void> {
    this.#waited = false;
    for (let round = 1; ; round += 1) {
      const before = new Set(this.#tokens.codes());
      const found = await this.#runRound();
      this.#found += found;
      const isCalm = found === 0 && this.#roundCount > 1;
      if (this.#context.isDry) return;
      const waits =
        this.#wait.isAsked &&
        (waitPolicy === "always" || (waitPolicy === "found" && this.#found > 0));
      if (isCalm && (!waits || this.#waited)) return;
      if (this.#hasGivenUp) {
        this.#uncertainties.add(`of a token: ${writtenBackReason}`);
        return;
      }
      if (round === maxRounds) {
        const isNew = this.#tokens.codes().some((code) => !before.has(code));
        this.#uncertainties.add(
          isNew ? "new tokens went on being issued" : "tokens could not be ended",
        );
        return;
      }
      this.#waited = waits && (await this.#waitOut());
    }
  }

  /** Waits out the session cache. Returns whether it covered the cache and nothing came back meanwhile. */
  async #waitOut(): Promise<boolean> {
    const inUse = this.#tokens.thatCameBack();
    let cameBack = false;
    await this.#wait.run(inUse.length > 0, async () => {
      if (this.#hasGivenUp) return;
      await this.#forEachToken(inUse, "revoke", async (code) => {
        if (await this.#endUntilAway(code)) cameBack = true;
      });
    });
    return !cameBack;
  }

  /** Reads everything, and ends what is found. Returns how many tokens were found alive. */
  async #runRound(): Promise<number> {
    this.#roundCount += 1;
    this.#tokens.startRound();
    this.#uncertainties.clear();
    for (const { uncertainties } of this.#apiStates) uncertainties.clear();
    await this.#control();
    for (const apiState of this.#apiStates) await this.#readList(apiState);
    const known = await this.#readKnown();
    const names = await this.#keyNames();
    await this.#control();
    await this.#revoke();
    if (known > 0) await this.#removeRest();
    const unlistedFound = await this.#endUnlistedTokens(names);
    await this.#control();
    return known + unlistedFound;
  }

  async #control(): Promise<void> {
    const uncertainty = await findStorageProblem(this.#context, this.#clientId, this.#apiStates);
    if (uncertainty !== undefined) this.#uncertainties.add(uncertainty);
  }

  async #readList(apiState: ApiState): Promise<void> {
    const { apiId } = apiState;
    try {
      for await (const { code } of walkTokens(this.#context, { apiId, clientId: this.#clientId }))
        this.#tokens.addListed(code, apiId);
      apiState.isMissing = false;
      apiState.isUnread = false;
    } catch (error) {
      // No token opens an API that does not exist; but its name may be misspelt, so the method must not call it done.
      apiState.isMissing = error instanceof TykNotFoundError;
      apiState.isUnread = !apiState.isMissing;
      if (apiState.isMissing) return;
      apiState.uncertainties.add(
        uncertaintyOf(this.#context, error, "the client's tokens could not be listed"),
      );
    }
  }

  /** Reads each known token, those that were gone too. Returns how many are alive. */
  async #readKnown(): Promise<number> {
    const phase = this.#found === 0 ? "look" : "check";
    let alive = 0;
    await this.#forEachToken(this.#tokens.codes(), phase, async (code) => {
      const session = await this.#readToken(code);
      if (session === undefined) return;
      alive += 1;
      this.#revocationCheck.keep(code, session);
    });
    return alive;
  }

  /** The names of all keys, which must hold the tokens that are alive now. */
  async #keyNames(): Promise<readonly string[]> {
    if (this.#sweep === undefined) {
      this.#unlisted = `the gateway's keys were not looked through${unlistedConsequence}`;
      return [];
    }
    const { names = [], unlisted, uncertainty } = await this.#sweep.names(this.#tokens.alive());
    this.#unlisted = unlisted === undefined ? undefined : `${unlisted}${unlistedConsequence}`;
    if (uncertainty !== undefined) this.#uncertainties.add(`${uncertainty}${unlistedConsequence}`);
    return names;
  }

  /** A listed token that is gone may have a refresh token that is not, and only the list leads to it. */
  async #revoke(): Promise<void> {
    const open = this.#apiStates.filter(({ apiId }) => this.#tokens.hasOpenRefresh(apiId));
    if (open.length === 0) return;
    // A revocation empties the list, and a token that is in use comes back. If the list was not read, nobody would know the token.
    const named = new Set(
      this.#apiStates.filter(({ isUnread }) => !isUnread).map((one) => one.apiId),
    );
    const revoked = await revokeListed(this.#context, this.#clientId, open, named);
    for (const { apiId, isCertain } of revoked) this.#tokens.markRevoked(apiId, isCertain);
  }

  /** Removes by its key what lives on: the gateway confirms a revocation that did nothing. */
  async #removeRest(): Promise<void> {
    await this.#forEachToken(this.#tokens.notGone(), "revoke", async (code) => {
      const session = await this.#readToken(code);
      if (session === undefined) return;
      const tokens = this.#tokens;
      // In a dry run nothing was revoked, and what would be is not told a second time.
      if (this.#context.isDry && tokens.isRevoked(code)) return;
      if (!tokens.isRevoked(code)) {
        await this.#endUntilAway(code);
        return;
      }
      const isUsed = this.#revocationCheck.isUsed(code, session);
      if (isUsed) tokens.markWrittenBack(code);
      const cameBack = await this.#endUntilAway(code);
      // A token that nobody uses was not written back, so the revocation missed it, and its refresh token.
      const wasMissed =
        (!isUsed && !cameBack) ||
        (await this.#revocationCheck.isStillListed(code, tokens.listedNow(code)));
      if (wasMissed) tokens.markOutlived(code);
    });
    this.#revocationCheck.clear();
  }

  /** Removes a token until it stays away. Returns whether it was there although it had been ended before. */
  async #endUntilAway(code: string): Promise<boolean> {
    const tokens = this.#tokens;
    let cameBack = false;
    await removeUntilAway(this.#context, {
      code,
      apiId: tokens.apiOf(code),
      wasGone: tokens.wasGone(code),
      isThere: async () => (await this.#readToken(code)) !== undefined,
      onWrittenBack: () => {
        cameBack = true;
        tokens.markWrittenBack(code);
      },
      onRemoved: () => {
        tokens.markRemoved(code);
      },
      allowed: maxRemovals - tokens.removals(code),
    });
    if (tokens.isAlive(code) && tokens.removals(code) >= maxRemovals) this.#hasGivenUp = true;
    return cameBack;
  }

  /** Reads the session of a known token; `undefined` if the token is gone, or certainly expired. */
  async #readToken(code: string): Promise<KeySession | undefined> {
    const session = await sessionOfCode(this.#context, code);
    if (session === undefined || isExpired(this.#context, session)) {
      this.#tokens.markGone(code);
      return undefined;
    }
    // A token can open other APIs than the one whose list names it.
    const { apiIds = [], uncertainty } = await this.#scope.reportOf(
      session,
      this.#tokens.isListed(code),
    );
    this.#tokens.add(code, apiIds);
    if (uncertainty !== undefined) this.#uncertainties.add(uncertainty);
    this.#tokens.mark(code, "alive");
    return session;
  }

  /** Ends tokens of the client that no list names. */
  async #endUnlistedTokens(names: readonly string[]): Promise<number> {
    let found = 0;
    const isKnown = (name: string): boolean => this.#tokens.has(name);
    const visit = async (code: string, session: KeySession): Promise<boolean> => {
      const { isOurs, apiIds, uncertainty } = await this.#scope.reportOf(session, false);
      if (uncertainty !== undefined) this.#uncertainties.add(uncertainty);
      // A token in doubt is read again by the next look.
      if (!isOurs) return uncertainty !== undefined;
      if (isExpired(this.#context, session)) return true;
      found += 1;
      this.#tokens.add(code, apiIds);
      this.#tokens.mark(code, "alive");
      await this.#forEachToken([code], "revoke", async () => {
        await this.#endUntilAway(code);
      });
      return true;
    };
    const uncertainty = await this.#sweep?.run(names, isKnown, visit);
    if (uncertainty !== undefined) this.#uncertainties.add(`${uncertainty}${unlistedConsequence}`);
    return found;
  }

  async #forEachToken(
    codes: readonly string[],
    phase: "look" | "check" | "revoke",
    run: (code: string) => Promise<void>,
  ): Promise<void> {
    const streak = new FailureStreak();
    let done = 0;
    await forEachConcurrent(codes, async (code) => {
      try {
        if (streak.hasGivenUp) {
          this.#unread(code);
          return;
        }
        await run(code);
        streak.succeeded();
      } catch (error) {
        streak.failed();
        this.#uncertainties.add(
          uncertaintyOf(this.#context, error, "a token could not be looked up or removed"),
        );
        this.#unread(code);
      }
      this.#context.progress(phase, (done += 1), codes.length);
    });
  }

  /** One that was seen alive is alive for all that is known. */
  #unread(code: string): void {
    if (!this.#tokens.isAlive(code)) this.#tokens.mark(code, "unread");
  }

  /** What is known so far. */
  report(): TokensReport {
    return createEndingReport(this.#context, {
      clientId: this.#clientId,
      startedAt: this.#startedAt,
      apiStates: this.#apiStates,
      tokens: this.#tokens,
      uncertainties: [
        ...this.#uncertainties,
        ...(this.#unlisted === undefined ? [] : [this.#unlisted]),
      ],
      isCacheCovered: this.#waited && this.#wait.coversCache,
      beyondReach: this.#beyond,
    });
  }
}

import type { KeySession } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { TykError, withReport } from "../../errors/base.ts";
import { controlStorage } from "../evidence/control.ts";
import { forEachOf } from "../parallel.ts";
import type { Verb } from "../verb.ts";
import { Streak, doubtOf } from "./doubts.ts";
import { endingReport, timeOf } from "./ending-report.ts";
import type { EndTokensArgs } from "./end-tokens-args.ts";
import { KnownTokens } from "./known-tokens.ts";
import { isClear } from "./place.ts";
import type { Place } from "./place.ts";
import { maxRemovals, removeUntilAway } from "./removal.ts";
import { beyondReach, comesBack } from "./report.ts";
import type { BeyondReach, TokensReport } from "./report.ts";
import { revokeListed } from "./revoke-listed.ts";
import { TokenScope } from "./scope.ts";
import { isExpired, sessionOfCode } from "./sessions.ts";
import { Survivors } from "./survivors.ts";
import { Sweep } from "./sweep.ts";
import { walkTokens } from "./walk-tokens.ts";
import { CacheWait } from "./wait.ts";

/** How often everything is read, and what is found is ended, at most. */
const maxRounds = 6;
const soUnlisted = ", so tokens that dropped off the list may be alive";

/** Whether the session cache is waited out: always, if a token was ended, or not at all. */
export type WaitIf = "always" | "found" | "never";

/**
 * Ends the access tokens of one client on some APIs, and finds out how far that is so. Each look reads the lists, the known
 * tokens and all keys, and ends what it finds. Only a look that finds nothing, after an earlier one, with controls in between,
 * proves that nothing is left.
 */
export class EndTokens {
  readonly #verb: Verb;
  readonly #clientId: string;
  readonly #places: readonly Place[];
  readonly #scope: TokenScope;
  readonly #sweep: Sweep | undefined;
  readonly #wait: CacheWait;
  readonly #beyond: readonly BeyondReach[];
  readonly #startedAt: string;
  readonly #tokens = new KnownTokens();
  readonly #survivors: Survivors;
  /** What leaves doubts about every API, as the last look was. */
  readonly #doubts = new Set<string>();
  #looks = 0;
  /** Whether a token came back after as many removals as there may be. */
  #isHopeless = false;
  #waited = false;
  #found = 0;
  /** Why tokens that no list names could not be looked for. */
  #unlisted: string | undefined;

  constructor(
    verb: Verb,
    clientId: string,
    places: readonly Place[],
    { sweep = true, wait = true }: EndTokensArgs,
    beyond: readonly BeyondReach[] = [],
  ) {
    this.#verb = verb;
    this.#clientId = clientId;
    this.#places = places;
    this.#scope = new TokenScope(
      verb,
      clientId,
      places.map(({ apiId }) => apiId),
    );
    this.#sweep = sweep ? new Sweep(verb) : undefined;
    this.#wait = new CacheWait(verb, wait);
    this.#survivors = new Survivors(verb, clientId);
    this.#beyond = [...beyondReach, ...beyond];
    this.#startedAt = timeOf(verb);
  }

  /** Whether any token was found, alive or gone. */
  get hasTokens(): boolean {
    return this.#tokens.codes().length > 0;
  }

  /** Whether every access token that a list or the keys can reach is gone. */
  get isAccessGone(): boolean {
    return (
      this.#isClear &&
      this.#places.every((place) => !place.isMissing) &&
      this.#tokens.alive().length === 0
    );
  }

  /** Whether there is nothing of the client, for certain. */
  get hasNothing(): boolean {
    return this.#tokens.codes().length === 0 && this.#isClear;
  }

  /** Whether every known access token is gone, and its refresh token with it. */
  get isKnownGone(): boolean {
    return (
      this.isAccessGone && !this.#places.some(({ apiId }) => this.#tokens.hasOpenRefresh(apiId))
    );
  }

  /** Why tokens that no list names could not be looked for; `undefined` if they were. */
  get unlisted(): string | undefined {
    return this.#unlisted;
  }

  get #isClear(): boolean {
    return this.#doubts.size === 0 && this.#places.every(isClear);
  }

  /** From now on the client is not there, so nothing can be revoked by its secret. */
  clientIsGone(): void {
    for (const place of this.#places) place.secret = undefined;
  }

  async run(waitIf: WaitIf = "always"): Promise<TokensReport> {
    try {
      await this.#rounds(waitIf);
      return this.report();
    } catch (error) {
      // What was found and ended until then is reported all the same.
      if (error instanceof TykError) withReport(error, this.report());
      throw error;
    }
  }

  async #rounds(waitIf: WaitIf): Promise<void> {
    this.#waited = false;
    for (let round = 1; ; round += 1) {
      const before = new Set(this.#tokens.codes());
      const found = await this.#look();
      this.#found += found;
      const isCalm = found === 0 && this.#looks > 1;
      if (this.#verb.isDry) return;
      const waits =
        this.#wait.isAsked && (waitIf === "always" || (waitIf === "found" && this.#found > 0));
      if (isCalm && (!waits || this.#waited)) return;
      if (this.#isHopeless) {
        this.#doubts.add(`of a token: ${comesBack}`);
        return;
      }
      if (round === maxRounds) {
        const isNew = this.#tokens.codes().some((code) => !before.has(code));
        this.#doubts.add(isNew ? "new tokens went on being issued" : "tokens could not be ended");
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
      if (this.#isHopeless) return;
      await this.#each(inUse, "revoke", async (code) => {
        if (await this.#endUntilAway(code)) cameBack = true;
      });
    });
    return !cameBack;
  }

  /** Reads everything, and ends what is found. Returns how many tokens were found alive. */
  async #look(): Promise<number> {
    this.#looks += 1;
    this.#tokens.startOfLook();
    this.#doubts.clear();
    for (const { doubts } of this.#places) doubts.clear();
    await this.#control();
    for (const place of this.#places) await this.#readList(place);
    const known = await this.#readKnown();
    const names = await this.#keyNames();
    await this.#control();
    await this.#revoke();
    if (known > 0) await this.#removeRest();
    const strays = await this.#sweepStrays(names);
    await this.#control();
    return known + strays;
  }

  async #control(): Promise<void> {
    const doubt = await controlStorage(this.#verb, this.#clientId, this.#places);
    if (doubt !== undefined) this.#doubts.add(doubt);
  }

  async #readList(place: Place): Promise<void> {
    const { apiId } = place;
    try {
      for await (const { code } of walkTokens(this.#verb, { apiId, clientId: this.#clientId }))
        this.#tokens.addListed(code, apiId);
      place.isMissing = false;
      place.isUnread = false;
    } catch (error) {
      // No token opens an API that does not exist; but its name may be misspelt, so the method must not call it done.
      place.isMissing = error instanceof TykNotFoundError;
      place.isUnread = !place.isMissing;
      if (place.isMissing) return;
      place.doubts.add(doubtOf(this.#verb, error, "the client's tokens could not be listed"));
    }
  }

  /** Reads each known token, those that were gone too. Returns how many are alive. */
  async #readKnown(): Promise<number> {
    const phase = this.#found === 0 ? "look" : "check";
    let alive = 0;
    await this.#each(this.#tokens.codes(), phase, async (code) => {
      const session = await this.#see(code);
      if (session === undefined) return;
      alive += 1;
      this.#survivors.keep(code, session);
    });
    return alive;
  }

  /** The names of all keys, which must hold the tokens that are alive now. */
  async #keyNames(): Promise<readonly string[]> {
    if (this.#sweep === undefined) {
      this.#unlisted = `the gateway's keys were not looked through${soUnlisted}`;
      return [];
    }
    const { names = [], unlisted, doubt } = await this.#sweep.names(this.#tokens.alive());
    this.#unlisted = unlisted === undefined ? undefined : `${unlisted}${soUnlisted}`;
    if (doubt !== undefined) this.#doubts.add(`${doubt}${soUnlisted}`);
    return names;
  }

  /** A listed token that is gone may have a refresh token that is not, and only the list leads to it. */
  async #revoke(): Promise<void> {
    const open = this.#places.filter(({ apiId }) => this.#tokens.hasOpenRefresh(apiId));
    if (open.length === 0) return;
    // A revocation empties the list, and a token that is in use comes back. If the list was not read, nobody would know the token.
    const named = new Set(this.#places.filter(({ isUnread }) => !isUnread).map((one) => one.apiId));
    const revoked = await revokeListed(this.#verb, this.#clientId, open, named);
    for (const { apiId, isCertain } of revoked) this.#tokens.markRevoked(apiId, isCertain);
  }

  /** Removes by its key what lives on: the gateway confirms a revocation that did nothing. */
  async #removeRest(): Promise<void> {
    await this.#each(this.#tokens.notGone(), "revoke", async (code) => {
      const session = await this.#see(code);
      if (session === undefined) return;
      const tokens = this.#tokens;
      // In a dry run nothing was revoked, and what would be is not told a second time.
      if (this.#verb.isDry && tokens.isRevoked(code)) return;
      if (!tokens.isRevoked(code)) {
        await this.#endUntilAway(code);
        return;
      }
      const isUsed = this.#survivors.isUsed(code, session);
      if (isUsed) tokens.markWrittenBack(code);
      const cameBack = await this.#endUntilAway(code);
      // A token that nobody uses was not written back, so the revocation missed it, and its refresh token.
      const wasMissed =
        (!isUsed && !cameBack) ||
        (await this.#survivors.isStillListed(code, tokens.listedNow(code)));
      if (wasMissed) tokens.markOutlived(code);
    });
    this.#survivors.clear();
  }

  /** Removes a token until it stays away. Returns whether it was there although it had been ended before. */
  async #endUntilAway(code: string): Promise<boolean> {
    const tokens = this.#tokens;
    let cameBack = false;
    await removeUntilAway(this.#verb, {
      code,
      apiId: tokens.apiOf(code),
      wasGone: tokens.wasGone(code),
      isThere: async () => (await this.#see(code)) !== undefined,
      onWrittenBack: () => {
        cameBack = true;
        tokens.markWrittenBack(code);
      },
      onRemoved: () => {
        tokens.markRemoved(code);
      },
      allowed: maxRemovals - tokens.removals(code),
    });
    if (tokens.isAlive(code) && tokens.removals(code) >= maxRemovals) this.#isHopeless = true;
    return cameBack;
  }

  /** Reads the session of a known token; `undefined` if the token is gone, or certainly expired. */
  async #see(code: string): Promise<KeySession | undefined> {
    const session = await sessionOfCode(this.#verb, code);
    if (session === undefined || isExpired(this.#verb, session)) {
      this.#tokens.markGone(code);
      return undefined;
    }
    // A token can open other APIs than the one whose list names it.
    const { apiIds = [], doubt } = await this.#scope.reportOf(session, this.#tokens.isListed(code));
    this.#tokens.add(code, apiIds);
    if (doubt !== undefined) this.#doubts.add(doubt);
    this.#tokens.mark(code, "alive");
    return session;
  }

  /** Ends tokens of the client that no list names. */
  async #sweepStrays(names: readonly string[]): Promise<number> {
    let found = 0;
    const isKnown = (name: string): boolean => this.#tokens.has(name);
    const visit = async (code: string, session: KeySession): Promise<boolean> => {
      const { isOurs, apiIds, doubt } = await this.#scope.reportOf(session, false);
      if (doubt !== undefined) this.#doubts.add(doubt);
      // A token in doubt is read again by the next look.
      if (!isOurs) return doubt !== undefined;
      if (isExpired(this.#verb, session)) return true;
      found += 1;
      this.#tokens.add(code, apiIds);
      this.#tokens.mark(code, "alive");
      await this.#each([code], "revoke", async () => {
        await this.#endUntilAway(code);
      });
      return true;
    };
    const doubt = await this.#sweep?.run(names, isKnown, visit);
    if (doubt !== undefined) this.#doubts.add(`${doubt}${soUnlisted}`);
    return found;
  }

  async #each(
    codes: readonly string[],
    phase: "look" | "check" | "revoke",
    run: (code: string) => Promise<void>,
  ): Promise<void> {
    const streak = new Streak();
    let done = 0;
    await forEachOf(codes, async (code) => {
      try {
        if (streak.isHopeless) {
          this.#unread(code);
          return;
        }
        await run(code);
        streak.succeeded();
      } catch (error) {
        streak.failed();
        this.#doubts.add(doubtOf(this.#verb, error, "a token could not be looked up or removed"));
        this.#unread(code);
      }
      this.#verb.progress(phase, (done += 1), codes.length);
    });
  }

  /** One that was seen alive is alive for all that is known. */
  #unread(code: string): void {
    if (!this.#tokens.isAlive(code)) this.#tokens.mark(code, "unread");
  }

  /** What is known so far. */
  report(): TokensReport {
    return endingReport(this.#verb, {
      clientId: this.#clientId,
      startedAt: this.#startedAt,
      places: this.#places,
      tokens: this.#tokens,
      doubts: [...this.#doubts, ...(this.#unlisted === undefined ? [] : [this.#unlisted])],
      isCacheCovered: this.#waited && this.#wait.coversCache,
      beyondReach: this.#beyond,
    });
  }
}

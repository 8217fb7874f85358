import type { KeySession, OAuthToken } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { TykError, withReport } from "../../errors/base.ts";
import { forEachOf } from "../parallel.ts";
import type { Verb } from "../verb.ts";
import { Streak, doubtOf } from "./doubts.ts";
import { KnownTokens } from "./known-tokens.ts";
import type { Seen } from "./known-tokens.ts";
import { readPage } from "./page.ts";
import type { Place } from "./place.ts";
import { beyondReach } from "./report.ts";
import type { ApiTokens, TokensReport } from "./report.ts";
import { revokeListed } from "./revoke-listed.ts";
import { apisOfSession, clientIdOf, isLapsed, removeKey, sessionOfCode } from "./sessions.ts";
import { Sweep } from "./sweep.ts";
import { walkPages } from "./token-pages.ts";

/** How a client's tokens are ended, and how far that is proved. */
export interface EndTokensArgs {
  /**
   * Looks through all keys of the gateway for tokens of the client that no list names: one request for each key, 8 at once.
   * Without it such tokens stay, and what is known of the API is `"unverified"`.
   * @defaultValue true
   */
  readonly sweep?: boolean | undefined;
  /**
   * Waits out the gateway's session cache, which lets a removed token in for ten seconds, and looks again: `false` not to, a
   * number of milliseconds where the gateway's `cached_session_timeout` is set.
   * @defaultValue 11000
   */
  readonly wait?: boolean | number | undefined;
}

const defaultWaitMs = 11_000;
/** How often tokens that are minted meanwhile are ended as well. */
const maxRounds = 4;
const soUnlisted = ", so tokens that dropped off the list may be alive";

/** Whether the session cache is waited out: always, where a token was ended, or not at all. */
export type WaitIf = "always" | "found" | "never";

/** Checks those arguments. */
export function checkEndTokensArgs(verb: Verb, { sweep, wait }: EndTokensArgs): void {
  verb.flag(sweep, "sweep");
  const isMs = typeof wait === "number" && wait > 0 && wait <= 600_000;
  if (wait !== undefined && typeof wait !== "boolean" && !isMs)
    verb.fail("wait", "must be true, false or a number of milliseconds up to 600000");
}

/**
 * Ends the access tokens of one client on some APIs, and finds out how far that is so: each listed token is revoked with its
 * refresh token, looked up, and removed by its key where it lives on; then those that no list names are looked for among all
 * keys; then the session cache is waited out, and all is looked at again.
 */
export class EndTokens {
  readonly #verb: Verb;
  readonly #clientId: string;
  readonly #places: readonly Place[];
  readonly #sweep: Sweep | undefined;
  readonly #waitMs: number;
  readonly #startedAt: string;
  readonly #tokens = new KnownTokens();
  #waited = false;
  #found = 0;
  /** Why tokens that no list names could not be looked for. */
  #unlisted: string | undefined;

  constructor(
    verb: Verb,
    clientId: string,
    places: readonly Place[],
    { sweep = true, wait = true }: EndTokensArgs,
  ) {
    this.#verb = verb;
    this.#clientId = clientId;
    this.#places = places;
    this.#sweep = sweep ? new Sweep(verb) : undefined;
    this.#waitMs = wait === true ? defaultWaitMs : wait === false ? 0 : wait;
    this.#startedAt = nowOf(verb);
  }

  /** How many tokens were found alive. */
  get found(): number {
    return this.#found;
  }

  /** Whether any token was found, alive or gone. */
  get hasTokens(): boolean {
    return this.#tokens.codes().length > 0;
  }

  /** Whether every access token that a list or the keys can reach is gone. */
  get isAccessGone(): boolean {
    return this.#places.every(
      (place) =>
        isClear(place) && !place.isMissing && this.#tokens.count(place.apiId, "alive") === 0,
    );
  }

  /** Whether there is nothing of the client, for certain. */
  get hasNothing(): boolean {
    return this.#tokens.codes().length === 0 && this.#places.every(isClear);
  }

  /** Whether it is so, and the refresh token of each is gone with it. */
  get isKnownGone(): boolean {
    return (
      this.isAccessGone && !this.#places.some(({ apiId }) => this.#tokens.hasOpenRefresh(apiId))
    );
  }

  /** Why tokens that no list names could not be looked for; `undefined` where they were. */
  get unlisted(): string | undefined {
    return this.#unlisted;
  }

  /** From now on the client is not there, so that nothing can be revoked by its secret. */
  clientIsGone(): void {
    for (const place of this.#places) place.secret = undefined;
  }

  async run(waitIf: WaitIf = "always"): Promise<TokensReport> {
    try {
      await this.#rounds(waitIf);
      return this.report();
    } catch (error) {
      // What was found and ended until then is told all the same.
      if (error instanceof TykError) withReport(error, this.report());
      throw error;
    }
  }

  async #rounds(waitIf: WaitIf): Promise<void> {
    for (let round = 1; ; round += 1) {
      const before = new Set(this.#tokens.codes());
      const found = await this.#pass();
      this.#found += found;
      this.#waited = round > 1 && found === 0;
      if (this.#verb.isDry || this.#waited || this.#waitMs === 0 || waitIf === "never") return;
      if (waitIf === "found" && this.#found === 0) return;
      if (round === maxRounds) {
        const isNew = this.#tokens.codes().some((code) => !before.has(code));
        this.#doubt(isNew ? "new tokens went on being minted" : "tokens could not be ended");
        return;
      }
      this.#verb.progress("wait", 0, this.#waitMs);
      await this.#verb.wait(this.#waitMs);
      this.#verb.progress("wait", this.#waitMs, this.#waitMs);
    }
  }

  /** Looks, ends what is found, looks again. Gives how many were found alive. */
  async #pass(): Promise<number> {
    this.#tokens.startOfLook();
    for (const place of this.#places) {
      place.doubts.clear();
      await this.#readList(place);
    }
    const listed = await this.#lookUp();
    await this.#revoke();
    if (listed > 0) await this.#removeRest();
    return listed + (await this.#sweepStrays());
  }

  async #readList(place: Place): Promise<void> {
    const { apiId } = place;
    try {
      for await (const { code } of this.#walk(apiId)) this.#tokens.addListed(code, apiId);
    } catch (error) {
      // No token opens an API that there is not; but its name may be misspelt, so the verb must not call it done.
      place.isMissing = error instanceof TykNotFoundError;
      if (place.isMissing) return;
      place.doubts.add(doubtOf(this.#verb, error, "the client's tokens could not be listed"));
    }
  }

  #walk(apiId: string): AsyncIterable<OAuthToken> {
    const verb = this.#verb;
    const ref = { apiId, clientId: this.#clientId };
    return walkPages(
      (page) => readPage(verb, ref, page),
      (why) => verb.unusable(why),
      verb.deps.runtime,
    );
  }

  /** Looks up each known token, those that were gone too. Gives how many live. */
  async #lookUp(): Promise<number> {
    const phase = this.#found === 0 ? "look" : "check";
    let found = 0;
    await this.#each(this.#tokens.codes(), phase, async (code) => {
      if ((await this.#see(code)) === "alive") found += 1;
    });
    return found;
  }

  /** A listed token that is gone may have a refresh token that is not, which the list alone leads to. */
  async #revoke(): Promise<void> {
    const open = this.#places.filter(({ apiId }) => this.#tokens.hasOpenRefresh(apiId));
    if (open.length === 0) return;
    const named = new Set(this.#places.map(({ apiId }) => apiId));
    const revoked = await revokeListed(this.#verb, this.#clientId, open, named);
    for (const { apiId, isCertain } of revoked) this.#tokens.markRevoked(apiId, isCertain);
  }

  /** Removes by its key what lives on: the gateway says yes to a revocation that did nothing. */
  async #removeRest(): Promise<void> {
    await this.#each(this.#tokens.notGone(), "revoke", async (code) => {
      if ((await this.#see(code)) !== "alive") return;
      // In a dry run nothing was revoked, and what would be is not told a second time.
      if (this.#verb.isDry && this.#tokens.isRevoked(code)) return;
      this.#tokens.markOutlived(code);
      await this.#remove(code);
    });
  }

  async #remove(code: string): Promise<void> {
    try {
      await removeKey(this.#verb, code, this.#tokens.apiOf(code));
      this.#tokens.mark(code, "unread");
    } catch (error) {
      // Gone, most likely, and not known to be alive any more.
      if (error instanceof TykError && error.mayHaveBeenApplied) this.#tokens.mark(code, "unread");
      throw error;
    }
    await this.#see(code);
  }

  async #see(code: string): Promise<Seen> {
    const session = await sessionOfCode(this.#verb, code);
    const seen = session === undefined || this.#isLapsed(session) ? "gone" : "alive";
    // A token can open other APIs than the one whose list names it.
    if (session !== undefined && seen === "alive") this.#tokens.add(code, this.#opened(session));
    this.#tokens.mark(code, seen);
    return seen;
  }

  /** Looks for tokens of the client that no list names. */
  async #sweepStrays(): Promise<number> {
    if (this.#sweep === undefined) {
      this.#unlisted = `the gateway's keys were not looked through${soUnlisted}`;
      return 0;
    }
    let found = 0;
    const { unlisted, doubt } = await this.#sweep.run(async (code, session) => {
      if (clientIdOf(session) !== this.#clientId) return false;
      const opened = this.#opened(session);
      if (opened.length === 0) return false;
      if (this.#isLapsed(session) || this.#tokens.has(code)) return true;
      found += 1;
      this.#tokens.add(code, opened);
      this.#tokens.mark(code, "alive");
      await this.#each([code], "revoke", () => this.#remove(code));
      return true;
    });
    this.#unlisted = unlisted === undefined ? undefined : `${unlisted}${soUnlisted}`;
    if (doubt !== undefined) this.#doubt(`${doubt}${soUnlisted}`);
    return found;
  }

  /** Which of the places a session opens. */
  #opened(session: KeySession): string[] {
    const opened = apisOfSession(session);
    const apiIds = this.#places.map(({ apiId }) => apiId);
    return opened === undefined ? apiIds : apiIds.filter((apiId) => opened.includes(apiId));
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
        this.#doubt(doubtOf(this.#verb, error, "a token could not be looked up or removed"));
        this.#unread(code);
      }
      this.#verb.progress(phase, (done += 1), codes.length);
    });
  }

  /** One that was seen alive is alive for all that is known. */
  #unread(code: string): void {
    if (!this.#tokens.isAlive(code)) this.#tokens.mark(code, "unread");
  }

  #isLapsed(session: KeySession): boolean {
    return isLapsed(session, this.#verb.deps.runtime.now());
  }

  #doubt(why: string): void {
    for (const { doubts } of this.#places) doubts.add(why);
  }

  /** What is known so far. */
  report(): TokensReport {
    const checkedAt = nowOf(this.#verb);
    return {
      clientId: this.#clientId,
      gateway: new URL(this.#verb.deps.config.baseUrl).origin,
      startedAt: this.#startedAt,
      dryRun: this.#verb.isDry,
      apis: this.#places.map((place) => this.#reportOf(place, checkedAt)),
      beyondReach,
    };
  }

  #reportOf({ apiId, doubts, trouble, isMissing }: Place, checkedAt: string): ApiTokens {
    const missing = isMissing ? "there is no such API" : undefined;
    const refresh = this.#tokens.hasOpenRefresh(apiId)
      ? "the refresh tokens behind listed tokens were not revoked"
      : undefined;
    const why = [trouble, missing, refresh, ...doubts, this.#unlisted].filter(
      (one) => one !== undefined,
    );
    const alive = this.#tokens.count(apiId, "alive");
    const unread = this.#tokens.count(apiId, "unread");
    const ended = this.#tokens.count(apiId, "gone");
    const reason = why.length === 0 ? {} : { reason: why.join("; ") };
    const line = { ended, ...reason, checkedAt };
    if (alive > 0) return { apiId, state: "still-alive", count: alive, ...line };
    if (why.length > 0) return { apiId, state: "unverified", count: unread, ...line };
    const state = this.#waited ? "refused-at-api" : "gone-from-storage";
    return { apiId, state, count: ended, ...line };
  }
}

/** Whether the last look at a place left no doubt. */
function isClear({ doubts, trouble }: Place): boolean {
  return trouble === undefined && doubts.size === 0;
}

function nowOf(verb: Verb): string {
  return new Date(verb.deps.runtime.now()).toISOString();
}

import type { ApiTokens, CutOffReport, TokensReport } from "@tyk-oauth/sdk";
import { isRecord } from "../../../src/util/json.ts";
import type { Run } from "./invariants.ts";
import { guardedApis } from "./setup.ts";
import type { Kind } from "./setup.ts";
import type { Truth } from "./truth.ts";
import type { IssuedToken, World } from "./world.ts";

/** How long the gateway's session cache lets a removed token in, and some more. */
const cacheMs = 11_000;

/** A token that must never open an API any more, since a report said so. */
interface DeadToken {
  readonly token: IssuedToken;
  readonly apiId: string;
  /** From when on, in milliseconds of the gateway's time. */
  readonly from: number;
  /** Who said so. */
  readonly said: string;
}

/** What a report is held against. */
interface Moments {
  readonly before: Truth;
  readonly after: Truth;
  /** The tokens that another writer took off their list meanwhile. */
  readonly dropped: ReadonlySet<IssuedToken>;
}

/** What reports have promised for ever: whatever happens later must not break it. */
export class Obligations {
  readonly #skewMs: number;
  /** By token and API. */
  readonly #tokens = new Map<string, DeadToken>();
  /** Tokens whose refresh tokens must not mint any more, and who said so. */
  readonly #refreshTokens = new Map<IssuedToken, string>();

  constructor({ skewMs }: Kind) {
    this.#skewMs = skewMs;
  }

  /**
   * Takes over what the reports of a verb's result or error say.
   */
  take(verb: string, { before, after, ended, call, disturbance }: Run): void {
    const dropped = disturbance?.dropped ?? new Set();
    for (const report of reportsIn(ended.error ?? ended.result)) {
      if (!report.beyondReach.some(({ what }) => what === "refresh tokens"))
        throw new Error("[1] a report does not name the refresh tokens that nobody can reach");
      for (const line of report.apis)
        this.#takeLine(verb, report, line, { before, after, dropped });
      if (call.isOfAll === true && report.apis.every(({ state }) => state === "refused-at-api"))
        this.#takeAll(verb, report, before, after);
    }
  }

  /** Of a client that is cut off or deleted everywhere no token from before opens anything, whatever API issued it. */
  #takeAll(verb: string, { clientId }: TokensReport, before: Truth, after: Truth): void {
    const said = `${verb} said refused-at-api of all of ${clientId}`;
    for (const token of before.minted.filter((one) => one.clientId === clientId))
      for (const apiId of guardedApis) this.#kill({ token, apiId, from: after.now, said });
  }

  #takeLine(
    verb: string,
    report: TokensReport,
    line: ApiTokens,
    { before, after, dropped }: Moments,
  ): void {
    const { apiId, state } = line;
    if (state !== "refused-at-api" && state !== "gone-from-storage") return;
    const said = `${verb} said ${state} of ${report.clientId} on ${apiId}`;
    const from = after.now + (state === "refused-at-api" ? 0 : cacheMs);
    for (const token of after.minted) {
      const checkedAt = Date.parse(line.checkedAt) - this.#skewMs;
      if (!isBound(token, report, checkedAt, before, after)) continue;
      this.#kill({ token, apiId, from, said });
      // Those of tokens that have lapsed or that no list named are orphans, which every report names as out of reach.
      const isOrphan =
        !before.isListed(apiId, token) || token.expires * 1000 <= after.now || dropped.has(token);
      if (token.refreshToken !== undefined && before.minted.includes(token) && !isOrphan)
        this.#refreshTokens.set(token, said);
    }
  }

  /** Takes over that one token is gone from storage. */
  takeToken(verb: string, token: IssuedToken, now: number): void {
    const said = `${verb} said gone-from-storage of it`;
    for (const apiId of guardedApis) this.#kill({ token, apiId, from: now + cacheMs, said });
  }

  /** Of two promises the one that binds earlier holds. */
  #kill(dead: DeadToken): void {
    const key = `${dead.token.name} ${dead.apiId}`;
    const known = this.#tokens.get(key);
    if (known === undefined || known.from > dead.from) this.#tokens.set(key, dead);
  }

  /** Asks the APIs themselves. A token that is gone leaves no trace by it, so that asking changes nothing. */
  async check(world: World): Promise<void> {
    const now = await world.now();
    for (const { token, apiId, from, said } of this.#tokens.values()) {
      if (from > now || !(await world.opens(token, apiId))) continue;
      throw new Error(`[1] ${token.name} opens ${apiId}, though ${said}`);
    }
    for (const [token, said] of this.#refreshTokens) {
      const minted = await world.refresh(token);
      if (minted === undefined) continue;
      throw new Error(
        `[1] the refresh token of ${token.name} minted ${minted.name}, though ${said}`,
      );
    }
  }
}

/** How long before the last look a token must have been minted to be found by it. */
const beforeLastLookMs = 5_000;

/**
 * Whether a report speaks of a token: one from before the verb; one that was minted meanwhile, but before the wait after which
 * all was looked at again; and of a cut-off one that was minted meanwhile with a secret that was replaced.
 */
function isBound(
  token: IssuedToken,
  report: TokensReport,
  checkedAt: number,
  before: Truth,
  after: Truth,
): boolean {
  if (token.clientId !== report.clientId) return false;
  if (before.minted.includes(token)) return true;
  if (token.at + beforeLastLookMs < checkedAt) return true;
  const { secrets = [] } = report as Partial<CutOffReport>;
  const isCutOff = secrets.length > 0 && secrets.every(({ secret }) => secret === "replaced");
  return isCutOff && token.secret !== after.copy(token.apiId, token.clientId)?.secret;
}

/** The reports about tokens that are in a result, in an error's report, or in the error that caused it. */
function reportsIn(value: unknown): TokensReport[] {
  if (Array.isArray(value)) return value.flatMap(reportsIn);
  if (!(value instanceof Error) && !isRecord(value)) return [];
  const { report, tokens, cause, data } = value as Readonly<Record<string, unknown>>;
  const own = "beyondReach" in value ? [value as unknown as TokensReport] : [];
  return [...own, ...[report, tokens, cause, data].flatMap(reportsIn)];
}

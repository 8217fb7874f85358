import type { ApiTokens, CutOffReport, TokensReport, UserTokensReport } from "@tyk-oauth/sdk";
import { isRecord } from "../../../src/util/json.ts";
import type { UserPromise } from "./checked-call.ts";
import type { MethodRun } from "./invariants.ts";
import { guardedApis } from "./gateway-variants.ts";
import type { GatewayVariant } from "./gateway-variants.ts";
import type { StateSnapshot } from "./state-snapshot.ts";
import type { IssuedToken, Simulation } from "./simulation.ts";

/** Slightly longer than the gateway's session cache accepts a removed token. */
const cacheMs = 11_000;

/** A token that an API must never accept again because a report source so. */
interface RefusedToken {
  readonly token: IssuedToken;
  readonly apiId: string;
  /** The gateway's time from which the API must refuse the token, in milliseconds. */
  readonly from: number;
  /** The method and the report's statement, for messages. */
  readonly source: string;
}

/** The states before and after the call, against which a report is checked. */
interface StatesAround {
  readonly before: StateSnapshot;
  readonly after: StateSnapshot;
  /** The tokens that another writer removed from their list during the call. */
  readonly dropped: ReadonlySet<IssuedToken>;
}

/** The permanent guarantees of all reports. Nothing that happens later may break them. */
export class Guarantees {
  readonly #skewMs: number;
  /** By token and API. */
  readonly #tokens = new Map<string, RefusedToken>();
  /** The tokens whose refresh tokens must be refused, each with the source of the guarantee. */
  readonly #refreshTokens = new Map<IssuedToken, string>();

  constructor({ clockSkewMs }: GatewayVariant) {
    this.#skewMs = clockSkewMs;
  }

  /** Adds the guarantees of the reports in a method's result or error. */
  addReports(method: string, { before, after, settled, call, otherChanges }: MethodRun): void {
    const dropped = otherChanges?.dropped ?? new Set();
    for (const report of reportsIn(settled.error ?? settled.result)) {
      if (!report.beyondReach.some(({ what }) => what === "refresh tokens"))
        throw new Error("[1] a report does not name refresh tokens as out of reach");
      if (report.kind === "user-tokens") {
        this.#addUserReport(method, report, call.userPromise, { before, after, dropped });
        continue;
      }
      for (const line of report.apis)
        this.#addReportLine(method, report, line, { before, after, dropped });
      if (
        call.endsAllTokens === true &&
        report.apis.every(({ state }) => state === "refused-at-api")
      )
        this.#addAllTokens(method, report, before, after);
    }
  }

  /** If a client is cut off or deleted everywhere, every API must refuse all of its earlier tokens. */
  #addAllTokens(
    method: string,
    { clientId }: TokensReport,
    before: StateSnapshot,
    after: StateSnapshot,
  ): void {
    const source = `${method} reported refused-at-api on each API of ${clientId}`;
    for (const token of before.issuedTokens.filter((one) => one.clientId === clientId))
      for (const apiId of guardedApis)
        this.#addRefusedToken({ token, apiId, from: after.now, source });
  }

  /** The report on the tokens of a user names no client that issued all of them, so the call says which tokens are covered. */
  #addUserReport(
    method: string,
    report: UserTokensReport,
    promise: UserPromise | undefined,
    { before, after, dropped }: StatesAround,
  ): void {
    if (promise === undefined) throw new Error(`${method} does not say which tokens it ends`);
    for (const { apiId, state, checkedAt } of report.apis) {
      if (state !== "refused-at-api" && state !== "gone-from-storage") continue;
      const source = `${method} reported ${state} for the user on ${apiId}`;
      const from = after.now + (state === "refused-at-api" ? 0 : cacheMs);
      for (const token of promise.accessTokens(after.issuedTokens))
        if (before.issuedTokens.includes(token) || isOldAt(token, this.#timeOf(checkedAt)))
          this.#addRefusedToken({ token, apiId, from, source });
    }
    for (const token of promise.refreshTokens(before, report))
      if (token.refreshToken !== undefined && !isOrphan(token, after, dropped))
        this.#refreshTokens.set(token, `${method} reported ${token.clientId} as revoked`);
  }

  /** A time of the report, by the gateway's clock. */
  #timeOf(checkedAt: string): number {
    return Date.parse(checkedAt) - this.#skewMs;
  }

  #addReportLine(
    method: string,
    report: TokensReport,
    line: ApiTokens,
    { before, after, dropped }: StatesAround,
  ): void {
    const { apiId, state } = line;
    if (state !== "refused-at-api" && state !== "gone-from-storage") return;
    const source = `${method} reported ${state} for ${report.clientId} on ${apiId}`;
    const from = after.now + (state === "refused-at-api" ? 0 : cacheMs);
    for (const token of after.issuedTokens) {
      const checkedAt = this.#timeOf(line.checkedAt);
      if (!isCoveredByReport(token, report, checkedAt, before, after)) continue;
      this.#addRefusedToken({ token, apiId, from, source });
      // The refresh tokens of expired or unlisted tokens are out of reach, as every report says.
      if (!before.isListed(apiId, token) || isOrphan(token, after, dropped)) continue;
      if (token.refreshToken !== undefined && before.issuedTokens.includes(token))
        this.#refreshTokens.set(token, source);
    }
  }

  /** Adds the guarantee that one token is gone from storage. */
  addToken(method: string, token: IssuedToken, now: number): void {
    const source = `${method} reported it as gone-from-storage`;
    for (const apiId of guardedApis)
      this.#addRefusedToken({ token, apiId, from: now + cacheMs, source });
  }

  /** Keeps the guarantee that applies earlier. */
  #addRefusedToken(refused: RefusedToken): void {
    const key = `${refused.token.name} ${refused.apiId}`;
    const existing = this.#tokens.get(key);
    if (existing === undefined || existing.from > refused.from) this.#tokens.set(key, refused);
  }

  /** Sends the tokens to the APIs themselves. A refused token changes nothing on the gateway. */
  async check(simulation: Simulation): Promise<void> {
    const now = await simulation.now();
    for (const { token, apiId, from, source } of this.#tokens.values()) {
      if (from > now || !(await simulation.isAccepted(token, apiId))) continue;
      throw new Error(`[1] ${token.name} opens ${apiId}, although ${source}`);
    }
    for (const [token, source] of this.#refreshTokens) {
      const issued = await simulation.refreshToken(token);
      if (issued === undefined) continue;
      throw new Error(
        `[1] the refresh token of ${token.name} issued ${issued.name}, although ${source}`,
      );
    }
  }
}

/** A token must be this old at the last check, or the check may miss it. */
const minAgeAtLastCheckMs = 5_000;

/** Whether a token was issued so long before the last check that the check must find it. */
function isOldAt({ issuedAt }: IssuedToken, checkedAt: number): boolean {
  return issuedAt + minAgeAtLastCheckMs < checkedAt;
}

/** Whether a token's refresh token is out of reach: the token has expired, or another writer removed it from its list. */
function isOrphan(
  token: IssuedToken,
  after: StateSnapshot,
  dropped: ReadonlySet<IssuedToken>,
): boolean {
  return token.expiresAt * 1000 <= after.now || dropped.has(token);
}

/**
 * Whether a report covers a token. It covers tokens from before the call, tokens issued during the call before the wait that
 * precedes the last check, and, if the client was cut off, tokens issued during the call with a replaced secret.
 */
function isCoveredByReport(
  token: IssuedToken,
  report: TokensReport,
  checkedAt: number,
  before: StateSnapshot,
  after: StateSnapshot,
): boolean {
  if (token.clientId !== report.clientId) return false;
  if (before.issuedTokens.includes(token)) return true;
  if (isOldAt(token, checkedAt)) return true;
  const { secrets = [] } = report as Partial<CutOffReport>;
  const isCutOff = secrets.length > 0 && secrets.every(({ secret }) => secret === "replaced");
  return isCutOff && token.secret !== after.copy(token.apiId, token.clientId)?.secret;
}

/** Returns the token reports in a result, in an error's report, and in the error's causes. */
function reportsIn(value: unknown): (TokensReport | UserTokensReport)[] {
  if (Array.isArray(value)) return value.flatMap(reportsIn);
  if (!(value instanceof Error) && !isRecord(value)) return [];
  const { report, tokens, cause, data } = value as Readonly<Record<string, unknown>>;
  // Only a report of tokens has this field. The value comes from results and errors of any type.
  const own = "beyondReach" in value ? [value as unknown as TokensReport | UserTokensReport] : [];
  return [...own, ...[report, tokens, cause, data].flatMap(reportsIn)];
}

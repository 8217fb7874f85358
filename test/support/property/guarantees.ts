import type { ApiTokens, CutOffReport, TokensReport } from "@tyk-oauth/sdk";
import { isRecord } from "../../../src/util/json.ts";
import type { MethodRun } from "./invariants.ts";
import { guardedApis } from "./gateway-variants.ts";
import type { GatewayVariant } from "./gateway-variants.ts";
import type { StateSnapshot } from "./state-snapshot.ts";
import type { IssuedToken, Simulation } from "./simulation.ts";

/** How long the gateway's session cache lets a removed token in, and some more. */
const cacheMs = 11_000;

/** A token that must never open an API any more, since a report said so. */
interface RefusedToken {
  readonly token: IssuedToken;
  readonly apiId: string;
  /** From when on, in milliseconds of the gateway's time. */
  readonly from: number;
  /** Who said so. */
  readonly source: string;
}

/** What a report is held against. */
interface StatesAround {
  readonly before: StateSnapshot;
  readonly after: StateSnapshot;
  /** The tokens that another writer took off their list meanwhile. */
  readonly dropped: ReadonlySet<IssuedToken>;
}

/** What reports have promised for ever: whatever happens later must not break it. */
export class Guarantees {
  readonly #skewMs: number;
  /** By token and API. */
  readonly #tokens = new Map<string, RefusedToken>();
  /** Tokens whose refresh tokens must not mint any more, and who said so. */
  readonly #refreshTokens = new Map<IssuedToken, string>();

  constructor({ clockSkewMs }: GatewayVariant) {
    this.#skewMs = clockSkewMs;
  }

  /**
   * Takes over what the reports of a verb's result or error say.
   */
  addReports(verb: string, { before, after, settled, call, otherChanges }: MethodRun): void {
    const dropped = otherChanges?.dropped ?? new Set();
    for (const report of reportsIn(settled.error ?? settled.result)) {
      if (!report.beyondReach.some(({ what }) => what === "refresh tokens"))
        throw new Error("[1] a report does not name the refresh tokens that nobody can reach");
      for (const line of report.apis)
        this.#addReportLine(verb, report, line, { before, after, dropped });
      if (
        call.endsAllTokens === true &&
        report.apis.every(({ state }) => state === "refused-at-api")
      )
        this.#addAllTokens(verb, report, before, after);
    }
  }

  /** Of a client that is cut off or deleted everywhere no token from before opens anything, whatever API issued it. */
  #addAllTokens(
    verb: string,
    { clientId }: TokensReport,
    before: StateSnapshot,
    after: StateSnapshot,
  ): void {
    const source = `${verb} said refused-at-api of all of ${clientId}`;
    for (const token of before.issuedTokens.filter((one) => one.clientId === clientId))
      for (const apiId of guardedApis)
        this.#addRefusedToken({ token, apiId, from: after.now, source });
  }

  #addReportLine(
    verb: string,
    report: TokensReport,
    line: ApiTokens,
    { before, after, dropped }: StatesAround,
  ): void {
    const { apiId, state } = line;
    if (state !== "refused-at-api" && state !== "gone-from-storage") return;
    const source = `${verb} said ${state} of ${report.clientId} on ${apiId}`;
    const from = after.now + (state === "refused-at-api" ? 0 : cacheMs);
    for (const token of after.issuedTokens) {
      const checkedAt = Date.parse(line.checkedAt) - this.#skewMs;
      if (!isCoveredByReport(token, report, checkedAt, before, after)) continue;
      this.#addRefusedToken({ token, apiId, from, source });
      // Those of tokens that have lapsed or that no list named are orphans, which every report names as out of reach.
      const isOrphan =
        !before.isListed(apiId, token) || token.expiresAt * 1000 <= after.now || dropped.has(token);
      if (token.refreshToken !== undefined && before.issuedTokens.includes(token) && !isOrphan)
        this.#refreshTokens.set(token, source);
    }
  }

  /** Takes over that one token is gone from storage. */
  addToken(verb: string, token: IssuedToken, now: number): void {
    const source = `${verb} said gone-from-storage of it`;
    for (const apiId of guardedApis)
      this.#addRefusedToken({ token, apiId, from: now + cacheMs, source });
  }

  /** Of two promises the one that binds earlier holds. */
  #addRefusedToken(dead: RefusedToken): void {
    const key = `${dead.token.name} ${dead.apiId}`;
    const known = this.#tokens.get(key);
    if (known === undefined || known.from > dead.from) this.#tokens.set(key, dead);
  }

  /** Asks the APIs themselves. A token that is gone leaves no trace by it, so that asking changes nothing. */
  async check(simulation: Simulation): Promise<void> {
    const now = await simulation.now();
    for (const { token, apiId, from, source } of this.#tokens.values()) {
      if (from > now || !(await simulation.isAccepted(token, apiId))) continue;
      throw new Error(`[1] ${token.name} opens ${apiId}, though ${source}`);
    }
    for (const [token, said] of this.#refreshTokens) {
      const issued = await simulation.refreshToken(token);
      if (issued === undefined) continue;
      throw new Error(
        `[1] the refresh token of ${token.name} issued ${issued.name}, though ${said}`,
      );
    }
  }
}

/** How long before the last look a token must have been minted to be found by it. */
const minAgeAtLastCheckMs = 5_000;

/**
 * Whether a report speaks of a token: one from before the verb; one that was minted meanwhile, but before the wait after which
 * all was looked at again; and of a cut-off one that was minted meanwhile with a secret that was replaced.
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
  if (token.issuedAt + minAgeAtLastCheckMs < checkedAt) return true;
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

import type { Verb } from "../verb.ts";
import type { KnownTokens } from "./known-tokens.ts";
import type { Place } from "./place.ts";
import type { ApiTokens, BeyondReach, TokensReport } from "./report.ts";

/** What a report of ended tokens is made from. */
export interface EndingFacts {
  readonly clientId: string;
  readonly startedAt: string;
  readonly places: readonly Place[];
  readonly tokens: KnownTokens;
  /** What leaves doubts about every API. */
  readonly doubts: readonly string[];
  /** Whether the session cache was waited out. */
  readonly isCacheCovered: boolean;
  readonly beyondReach: readonly BeyondReach[];
}

/** Reports each named API, and each other API that a token of the client opens. */
export function endingReport(verb: Verb, facts: EndingFacts): TokensReport {
  const { clientId, startedAt, places, tokens, doubts, isCacheCovered, beyondReach } = facts;
  const checkedAt = timeOf(verb);
  const named = new Set(places.map(({ apiId }) => apiId));
  const others = [...tokens.apiIds()].filter((apiId) => !named.has(apiId)).sort();
  const lineOf = (apiId: string, own: readonly string[]): ApiTokens =>
    apiTokensOf(tokens, { apiId, why: [...own, ...doubts], isCovered: isCacheCovered, checkedAt });
  return {
    clientId,
    gateway: new URL(verb.deps.config.baseUrl).origin,
    startedAt,
    dryRun: verb.isDry,
    apis: [
      ...places.map((place) => lineOf(place.apiId, doubtsOf(place, tokens))),
      ...others.map((apiId) => lineOf(apiId, [])),
    ],
    beyondReach,
  };
}

function doubtsOf({ apiId, doubts, trouble, isMissing }: Place, tokens: KnownTokens): string[] {
  const own = [
    trouble,
    isMissing ? "there is no such API" : undefined,
    tokens.hasOpenRefresh(apiId)
      ? "the refresh tokens behind listed tokens were not revoked"
      : undefined,
    ...doubts,
  ];
  return own.filter((one) => one !== undefined);
}

/** What a report's line of one API is made from, beside the tokens. */
interface Line {
  readonly apiId: string;
  /** Why not all is known. */
  readonly why: readonly string[];
  /** Whether the session cache was waited out after the last removal. */
  readonly isCovered: boolean;
  readonly checkedAt: string;
}

/** Reports the tokens of one API by the weakest that is known of them. */
function apiTokensOf(tokens: KnownTokens, { apiId, why, isCovered, checkedAt }: Line): ApiTokens {
  const alive = tokens.count(apiId, "alive");
  const unread = tokens.count(apiId, "unread");
  const ended = tokens.count(apiId, "gone");
  const reason = why.length === 0 ? {} : { reason: why.join("; ") };
  const line = { ended, writtenBack: tokens.writtenBack(apiId), ...reason, checkedAt };
  if (alive > 0) return { apiId, state: "still-alive", count: alive, ...line };
  if (why.length > 0 || unread > 0) return { apiId, state: "unverified", count: unread, ...line };
  const state = isCovered ? "refused-at-api" : "gone-from-storage";
  return { apiId, state, count: ended, ...line };
}

/** The time now, as reports have it. */
export function timeOf(verb: Verb): string {
  return new Date(verb.deps.runtime.now()).toISOString();
}

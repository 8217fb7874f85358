import type { MethodContext } from "../method-context.ts";
import type { KnownTokens } from "./known-tokens.ts";
import type { ApiState } from "./api-state.ts";
import type { ApiTokens, BeyondReach, TokensReport } from "./report.ts";

/** What a report of ended tokens is made from. */
export interface EndingFacts {
  readonly clientId: string;
  readonly startedAt: string;
  readonly apiStates: readonly ApiState[];
  readonly tokens: KnownTokens;
  /** What leaves doubts about every API. */
  readonly uncertainties: readonly string[];
  /** Whether the session cache was waited out. */
  readonly isCacheCovered: boolean;
  readonly beyondReach: readonly BeyondReach[];
}

/** Reports each named API, and each other API that a token of the client opens. */
export function createEndingReport(context: MethodContext, facts: EndingFacts): TokensReport {
  const { clientId, startedAt, apiStates, tokens, uncertainties, isCacheCovered, beyondReach } =
    facts;
  const checkedAt = currentTimestamp(context);
  const named = new Set(apiStates.map(({ apiId }) => apiId));
  const others = [...tokens.apiIds()].filter((apiId) => !named.has(apiId)).sort();
  const lineOf = (apiId: string, own: readonly string[]): ApiTokens =>
    apiTokensOf(tokens, {
      apiId,
      why: [...own, ...uncertainties],
      isCovered: isCacheCovered,
      checkedAt,
    });
  return {
    clientId,
    gateway: new URL(context.deps.config.baseUrl).origin,
    startedAt,
    dryRun: context.isDry,
    apis: [
      ...apiStates.map((apiState) => lineOf(apiState.apiId, uncertaintiesOf(apiState, tokens))),
      ...others.map((apiId) => lineOf(apiId, [])),
    ],
    beyondReach,
  };
}

function uncertaintiesOf(
  { apiId, uncertainties, readFailure, isMissing }: ApiState,
  tokens: KnownTokens,
): string[] {
  const own = [
    readFailure,
    isMissing ? "there is no such API" : undefined,
    tokens.hasOpenRefresh(apiId)
      ? "the refresh tokens behind listed tokens were not revoked"
      : undefined,
    ...uncertainties,
  ];
  return own.filter((one) => one !== undefined);
}

/** What a report's line of one API is made from, beside the tokens. */
interface ApiTokensInput {
  readonly apiId: string;
  /** Why not all is known. */
  readonly why: readonly string[];
  /** Whether the session cache was waited out after the last removal. */
  readonly isCovered: boolean;
  readonly checkedAt: string;
}

/** Reports the tokens of one API by the weakest that is known of them. */
function apiTokensOf(
  tokens: KnownTokens,
  { apiId, why, isCovered, checkedAt }: ApiTokensInput,
): ApiTokens {
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
export function currentTimestamp(context: MethodContext): string {
  return new Date(context.deps.runtime.now()).toISOString();
}

import type { MethodContext } from "../method-context.ts";
import type { KnownTokens } from "./known-tokens.ts";
import type { ApiState } from "./api-state.ts";
import type { ApiTokens, BeyondReach, TokensReport } from "./report.ts";

/** The facts that a report on ended tokens is made from. */
export interface EndingFacts {
  readonly clientId: string;
  readonly startedAt: string;
  readonly apiStates: readonly ApiState[];
  readonly tokens: KnownTokens;
  /** The uncertainties that concern every API. */
  readonly uncertainties: readonly string[];
  /** Whether the session cache was waited out. */
  readonly isCacheCovered: boolean;
  readonly beyondReach: readonly BeyondReach[];
}

/** Creates the report: one line per named API, and one per other API that a token of the client opens. */
export function createEndingReport(context: MethodContext, facts: EndingFacts): TokensReport {
  const { clientId, startedAt, apiStates, tokens, uncertainties, isCacheCovered, beyondReach } =
    facts;
  const checkedAt = currentTimestamp(context);
  const named = new Set(apiStates.map(({ apiId }) => apiId));
  const others = [...tokens.apiIds()].filter((apiId) => !named.has(apiId)).sort();
  const createLine = (apiId: string, own: readonly string[]): ApiTokens =>
    createApiLine(tokens, {
      apiId,
      uncertainties: [...own, ...uncertainties],
      isCacheCovered,
      checkedAt,
    });
  return {
    clientId,
    gateway: new URL(context.deps.config.baseUrl).origin,
    startedAt,
    dryRun: context.isDry,
    apis: [
      ...apiStates.map((apiState) => createLine(apiState.apiId, uncertaintiesOf(apiState, tokens))),
      ...others.map((apiId) => createLine(apiId, [])),
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
    isMissing ? "the API does not exist" : undefined,
    tokens.hasUnrevokedRefresh(apiId)
      ? "the refresh tokens behind listed tokens were not revoked"
      : undefined,
    ...uncertainties,
  ];
  return own.filter((one) => one !== undefined);
}

/** What one API's line is made from, beside the tokens. */
interface ApiTokensInput {
  readonly apiId: string;
  /** Why the line cannot say that all tokens are gone. */
  readonly uncertainties: readonly string[];
  /** Whether the session cache was waited out after the last removal. */
  readonly isCacheCovered: boolean;
  readonly checkedAt: string;
}

/** Creates the line of one API. The state is the weakest of all its tokens. */
function createApiLine(
  tokens: KnownTokens,
  { apiId, uncertainties, isCacheCovered, checkedAt }: ApiTokensInput,
): ApiTokens {
  const alive = tokens.count(apiId, "alive");
  const unread = tokens.count(apiId, "unread");
  const ended = tokens.count(apiId, "gone");
  const hasUncertainty = uncertainties.length > 0;
  const reason = hasUncertainty ? { reason: uncertainties.join("; ") } : {};
  const line = { ended, writtenBack: tokens.writtenBack(apiId), ...reason, checkedAt };
  if (alive > 0) return { apiId, state: "still-alive", count: alive, ...line };
  if (hasUncertainty || unread > 0) return { apiId, state: "unverified", count: unread, ...line };
  const state = isCacheCovered ? "refused-at-api" : "gone-from-storage";
  return { apiId, state, count: ended, ...line };
}

/** The current time as an ISO 8601 string. */
export function currentTimestamp(context: MethodContext): string {
  return new Date(context.deps.runtime.now()).toISOString();
}

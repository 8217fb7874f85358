import type { MethodContext } from "../method-context.ts";
import type { ApiState, EndingState } from "./ending-state.ts";
import type { KnownTokens, ReadState } from "./known-tokens.ts";
import type { ApiTokens, BeyondReach, EndingReport } from "../../errors/reports.ts";

/**
 * Creates the report: one line per named API, and one per other API that a token opens.
 *
 * @param isCacheCovered - Whether the session cache was waited out after the last removal.
 */
export function createEndingReport(
  { context, apiStates, tokens, uncertainties, unlisted }: EndingState,
  startedAt: string,
  isCacheCovered: boolean,
  beyondReach: readonly BeyondReach[],
): EndingReport {
  const checkedAt = currentTimestamp(context);
  const shared = [...uncertainties, ...(unlisted === undefined ? [] : [unlisted])];
  /** Creates the line of one API. The state is the weakest of all its tokens. */
  const createLine = (apiId: string, own: readonly string[]): ApiTokens => {
    const reported = tokens.reportedBy(apiId);
    const count = (state: ReadState): number =>
      reported.filter(({ lastRead }) => lastRead === state).length;
    const [alive, unread, ended] = [count("alive"), count("unread"), count("gone")];
    const writtenBack = reported.reduce((sum, token) => sum + token.writtenBack, 0);
    const why = [...own, ...shared];
    const reason = why.length === 0 ? {} : { reason: why.join("; ") };
    const line = { ended, writtenBack, ...reason, checkedAt };
    if (alive > 0) return { apiId, state: "still-alive", count: alive, ...line };
    if (why.length > 0 || unread > 0) return { apiId, state: "unverified", count: unread, ...line };
    const state = isCacheCovered ? "refused-at-api" : "gone-from-storage";
    return { apiId, state, count: ended, ...line };
  };
  const named = new Set(apiStates.map(({ apiId }) => apiId));
  const others = [...tokens.apiIds()].filter((apiId) => !named.has(apiId)).sort();
  return {
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
  const hasRefresh = tokens.hasUnrevokedRefresh(apiId);
  return [
    ...(readFailure === undefined ? [] : [readFailure]),
    ...(isMissing ? ["the API does not exist"] : []),
    ...(hasRefresh ? ["the refresh tokens behind listed tokens were not revoked"] : []),
    ...uncertainties,
  ];
}

/** The current time as an ISO 8601 string. */
export function currentTimestamp({ deps }: MethodContext): string {
  return new Date(deps.runtime.now()).toISOString();
}

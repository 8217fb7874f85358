import type { KnownTokens } from "./known-tokens.ts";
import type { ApiTokens } from "./report.ts";

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
export function apiTokensOf(
  tokens: KnownTokens,
  { apiId, why, isCovered, checkedAt }: Line,
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

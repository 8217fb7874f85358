import { TykApiError, TykOAuthError } from "../../errors/api.ts";
import type { TykError, TykOutcome } from "../../errors/base.ts";
import { TykTimeoutError } from "../../errors/connection.ts";

/**
 * How an attempt failed, as far as a retry depends on it.
 *
 * - `unprocessed`: the gateway did nothing: no connection was made, or the status is 425 or 429.
 * - `busy`: the request or its response was held up: 408, 502, 503, 504.
 * - `lost`: the request was sent and no response came: the connection broke, or the attempt timed out.
 * - `cut`: the response started and did not end.
 * - `failed`: 500. The gateway also sends 500 for requests that fail every time.
 * - `final`: any failure that a retry would meet again.
 */
export type FailureKind = "unprocessed" | "busy" | "lost" | "cut" | "failed" | "final";

/**
 * Tells the kind of failure of an attempt's error.
 *
 * @param outcome - The outcome of this attempt alone. `error.outcome` covers the earlier attempts too.
 */
export function failureKindOf(error: TykError, outcome: TykOutcome): FailureKind {
  // With any status, an OAuth error means that the gateway understood the request and refused it.
  if (error instanceof TykOAuthError) return "final";
  if (error instanceof TykApiError) return failureKindOfStatus(error.status, outcome);
  if (error instanceof TykTimeoutError) {
    if (error.phase === "response") return "lost";
    return error.phase === "body" ? "cut" : "final";
  }
  if (error.code === "connection") return outcome === "not-sent" ? "unprocessed" : "lost";
  return error.code === "truncated" ? "cut" : "final";
}

function failureKindOfStatus(status: number, outcome: TykOutcome): FailureKind {
  if (status === 425 || status === 429) return "unprocessed";
  if (status === 408 || (status >= 502 && status <= 504)) return "busy";
  // A 500 with another outcome says that the request itself is wrong.
  return status === 500 && outcome === "unknown" ? "failed" : "final";
}

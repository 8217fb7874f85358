/**
 * What is known about a failed call's effect on the gateway.
 *
 * - `"not-sent"`: no request that changes something reached the gateway. So it is also the outcome of a read that failed,
 *   unless the gateway refused it.
 * - `"refused"`: the gateway responded, and did not apply the change.
 * - `"applied"`: the gateway confirmed the change, but its response could not be used (cut off, not JSON, too large).
 * - `"unknown"`: the request was sent, and no response shows its effect. That includes the 400 of a create without
 *   `api_id`, which the gateway may have applied in part (trap 27).
 *
 * The outcome of several attempts is the strongest one: applied, then unknown, then refused, then not-sent.
 */
export type TykOutcome = "not-sent" | "refused" | "applied" | "unknown";

/** Every `code` of an error of this package. A `switch` over it can be exhaustive. */
export type TykErrorCode =
  | "config"
  | "input"
  | "manifest"
  | "connection"
  | "tls"
  | "timeout"
  | "aborted"
  | "redirect"
  | "truncated"
  | "invalid-json"
  | "empty-body"
  | "content-type"
  | "encoding"
  | "too-large"
  | "protocol"
  | "schema"
  | "bad-request"
  | "authentication"
  | "permission"
  | "not-found"
  | "route"
  | "rate-limit"
  | "server"
  | "oauth"
  | "api"
  | "conflict"
  | "unsupported"
  | "incomplete";

import { TykError } from "./base.ts";
import type { TykErrorDetails } from "./base.ts";

/**
 * What a verb would do conflicts with what is there: a client of this id exists, or it changed between the look and the write.
 *
 * @example
 * ```ts
 * if (error instanceof TykConflictError) {
 *   // Somebody else has this client_id on this API.
 * }
 * ```
 */
export class TykConflictError extends TykError {
  override readonly name = "TykConflictError";
  override readonly code = "conflict";
}

/**
 * The gateway, its version, its settings or this API does not have what the verb needs; the message says what and since when.
 *
 * @example
 * ```ts
 * await tyk.clients.authorize({ apiId: "open", clientId: "x" }, { redirectUri }); // TykUnsupportedError: not an OAuth API
 * ```
 */
export class TykUnsupportedError extends TykError {
  override readonly name = "TykUnsupportedError";
  override readonly code = "unsupported";
}

/**
 * A verb did what it could and cannot prove what it promised; the report says what is proved and what is not. It is an error
 * and not a result, since a report in a result is easily ignored.
 *
 * @example
 * ```ts
 * if (error instanceof TykIncompleteError) console.error(JSON.stringify(error.report, null, 2));
 * ```
 */
export class TykIncompleteError<Report = unknown> extends TykError {
  override readonly name = "TykIncompleteError";
  override readonly code = "incomplete";
  /** What was done, what is proved and what is not; plain data without secrets. */
  declare readonly report: Report;

  constructor(message: string, details: TykErrorDetails & { readonly report: Report }) {
    super(message, details);
    (this as { report: Report }).report = details.report;
  }
}

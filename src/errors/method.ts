import { TykError } from "./base.ts";
import type { TykErrorDetails } from "./base.ts";
import type { TykReport } from "./reports.ts";

/**
 * Thrown if a method conflicts with the state of the gateway: a client of this id exists, or another writer changed or
 * deleted the client meanwhile.
 *
 * @example
 * ```ts
 * if (error instanceof TykConflictError) {
 *   // This API has another client with this client_id.
 * }
 * ```
 */
export class TykConflictError extends TykError {
  override readonly name = "TykConflictError";
  override readonly code = "conflict";
}

/**
 * Thrown if the gateway, its version, its settings, the API or the client does not support the method. The message says
 * what is missing, and since which version the gateway has it.
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
 * Thrown if a method ran, but cannot prove its result. `report` says what is proved and what is not. It is an error and not
 * a result, because a report in a result is easily ignored.
 *
 * @example
 * ```ts
 * if (error instanceof TykIncompleteError) console.error(JSON.stringify(error.report, null, 2));
 * ```
 */
export class TykIncompleteError<Report extends TykReport = TykReport> extends TykError {
  override readonly name = "TykIncompleteError";
  override readonly code = "incomplete";
  /** What was done, what is proved, and what is not: plain data without secrets. Its `kind` distinguishes the reports. */
  declare readonly report: Report;

  constructor(message: string, details: TykErrorDetails & { readonly report: Report }) {
    super(message, details);
    (this as { report: Report }).report = details.report;
  }
}

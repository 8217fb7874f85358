// Checked by the compiler alone: `tsc -b` fails where a line of this does not hold.
import { isTykError } from "../../src/index.ts";
import type * as sdk from "../../src/index.ts";
import type { AnyTykError, TykErrorCode, TykRequestError } from "../../src/index.ts";
import type { Check, Same } from "../support/util/types.ts";

/** The one class that a code belongs to. */
type Of<Code extends TykErrorCode> = Extract<AnyTykError, { readonly code: Code }>;

export type TheCodes = [
  // Every code has an error, and every error a code of the list.
  Check<Same<AnyTykError["code"], TykErrorCode>>,
  // Every name is a literal, so that errors can be told apart by it as well.
  Check<Same<string extends AnyTykError["name"] ? "open" : "literal", "literal">>,
  Check<Same<Of<"config">, sdk.TykConfigError>>,
  Check<Same<Of<"input">, sdk.TykInputError>>,
  Check<Same<Of<"manifest">, sdk.TykManifestError>>,
  Check<Same<Of<"timeout">, sdk.TykTimeoutError>>,
  Check<Same<Of<"aborted">, sdk.TykAbortError>>,
  Check<Same<Of<"redirect">, sdk.TykRedirectError>>,
  Check<Same<Of<"bad-request">, sdk.TykBadRequestError>>,
  Check<Same<Of<"authentication">, sdk.TykAuthenticationError>>,
  Check<Same<Of<"permission">, sdk.TykPermissionError>>,
  Check<Same<Of<"not-found">, sdk.TykNotFoundError>>,
  Check<Same<Of<"route">, sdk.TykRouteError>>,
  Check<Same<Of<"rate-limit">, sdk.TykRateLimitError>>,
  Check<Same<Of<"server">, sdk.TykServerError>>,
  Check<Same<Of<"oauth">, sdk.TykOAuthError>>,
  Check<Same<Of<"conflict">, sdk.TykConflictError>>,
  Check<Same<Of<"unsupported">, sdk.TykUnsupportedError>>,
  Check<Same<Of<"incomplete">, sdk.TykIncompleteError>>,
  Check<Same<sdk.TykConnectionError["code"], "connection" | "tls">>,
  Check<Same<sdk.TykResponseError["code"], sdk.TykResponseErrorCode>>,
  Check<Same<Extract<TykRequestError, sdk.TykInputError>, never>>,
  Check<Same<Exclude<TykRequestError, AnyTykError>, never>>,
];

/** Every code is a case; with one of them missing this would return nothing there, and not compile. */
export function tell(error: AnyTykError): string {
  switch (error.code) {
    case "config":
    case "aborted":
    case "conflict":
    case "unsupported":
      return error.name;
    case "input":
      return error.field;
    case "manifest":
      return error.problems.map(({ path }) => path).join();
    case "connection":
    case "tls":
      return error.systemCode ?? "";
    case "timeout":
      return `${error.phase} ${error.limitMs}`;
    case "redirect":
      return error.targetOrigin ?? "";
    case "truncated":
    case "invalid-json":
    case "empty-body":
    case "content-type":
    case "encoding":
    case "too-large":
    case "protocol":
    case "schema":
      return String(error.status);
    case "rate-limit":
      return String(error.retryAfterMs);
    case "bad-request":
    case "authentication":
    case "permission":
    case "not-found":
    case "route":
    case "server":
    case "api":
      return `${error.status} ${String(error.apiMessage)}`;
    case "oauth":
      return `${error.error} ${String(error.error_description)}`;
    case "incomplete":
      return error.report.kind;
  }
}

/** What is caught is unknown; after the test it is one of the package's errors. */
export function caught(error: unknown): string {
  return isTykError(error) ? tell(error) : String(error);
}

/** A code narrows to the classes that have it. */
export function narrow(error: AnyTykError): sdk.TykTimeoutError | sdk.TykNotFoundError | undefined {
  return error.code === "timeout" || error.code === "not-found" ? error : undefined;
}

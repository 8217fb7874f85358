import type {
  TykApiError,
  TykAuthenticationError,
  TykBadRequestError,
  TykNotFoundError,
  TykOAuthError,
  TykPermissionError,
  TykRateLimitError,
  TykRouteError,
  TykServerError,
} from "./api.ts";
import { brand } from "./base.ts";
import type { TykConfigError, TykInputError } from "./before-request.ts";
import type {
  TykAbortError,
  TykConnectionError,
  TykRedirectError,
  TykTimeoutError,
} from "./connection.ts";
import type { TykManifestError } from "./manifest.ts";
import type { TykResponseError } from "./response.ts";
import type { TykConflictError, TykIncompleteError, TykUnsupportedError } from "./method.ts";

/** A {@link TykApiError} that is not of a class below it. */
type OtherApiError = TykApiError & { readonly name: "TykApiError"; readonly code: "api" };

/**
 * The errors that any request can throw, whatever its operation: a refusal of the gateway or a proxy, a response that
 * cannot be used, a failed connection, a timeout, an abort, or a `secret` function that fails.
 */
export type TykRequestError =
  | TykAuthenticationError
  | TykPermissionError
  | TykRouteError
  | TykRateLimitError
  | TykServerError
  | OtherApiError
  | TykResponseError
  | TykRedirectError
  | TykConnectionError
  | TykTimeoutError
  | TykAbortError
  | TykConfigError;

/** Every error of this package, distinguished by `code`. {@link isTykError} narrows to it. */
export type AnyTykError =
  | TykConfigError
  | TykInputError
  | TykManifestError
  | TykConnectionError
  | TykTimeoutError
  | TykAbortError
  | TykRedirectError
  | TykResponseError
  | TykBadRequestError
  | TykAuthenticationError
  | TykPermissionError
  | TykNotFoundError
  | TykRouteError
  | TykRateLimitError
  | TykServerError
  | TykOAuthError
  | OtherApiError
  | TykConflictError
  | TykUnsupportedError
  | TykIncompleteError;

/**
 * Tells whether a value is an error of this package. Unlike `instanceof`, it also recognizes errors of another copy of the
 * package in the same process.
 *
 * @example
 * ```ts
 * if (isTykError(error)) {
 *   switch (error.code) {
 *     case "not-found":
 *       return undefined;
 *     case "rate-limit":
 *       return retryLater(error.retryAfterMs);
 *   }
 * }
 * ```
 */
export function isTykError(value: unknown): value is AnyTykError {
  return typeof value === "object" && value !== null && brand in value;
}

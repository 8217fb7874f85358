import { TykError } from "./base.ts";
import type { TykErrorCode, TykErrorDetails } from "./base.ts";

/** The codes of {@link TykApiError} and the classes below it. */
export type TykApiErrorCode = Extract<
  TykErrorCode,
  | "bad-request"
  | "authentication"
  | "permission"
  | "not-found"
  | "route"
  | "rate-limit"
  | "server"
  | "oauth"
  | "api"
>;

/** What a {@link TykApiError} is made from. */
export interface TykApiErrorDetails extends TykErrorDetails {
  /** The HTTP status. */
  readonly status: number;
  /** The server's message, if it is one that the gateway is known to send. */
  readonly apiMessage?: string | undefined;
  /** What `Retry-After` asks for, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * The gateway, or something before it, answered with an error. The classes below it tell the common kinds apart; a status
 * that has none is a plain `TykApiError` with the code `"api"`.
 *
 * @example
 * ```ts
 * if (error instanceof TykApiError) console.error(error.status, error.apiMessage);
 * ```
 */
export class TykApiError extends TykError {
  override readonly name: string = "TykApiError";
  override readonly code: TykApiErrorCode = "api";
  /** The HTTP status. */
  readonly status: number;
  /**
   * The gateway's message, such as `"API not found"`. `undefined` if the server sent none, or one that the gateway is not known
   * to send: that could repeat a secret. The error's `message` then says that it is not shown.
   */
  readonly apiMessage: string | undefined;
  /** What `Retry-After` asks for, in milliseconds; `undefined` where it asks for nothing. The gateway itself never does. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: TykApiErrorDetails) {
    super(message, details);
    this.status = details.status;
    this.apiMessage = details.apiMessage;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/**
 * 400 or 422: the gateway does not take the request. An unknown policy is 400 on create but 404 on update; an update to a
 * policy that does not grant the API is 400 even for an unknown client.
 *
 * @example
 * ```ts
 * if (error instanceof TykBadRequestError) console.error(error.apiMessage); // "API doesn't exist"
 * ```
 */
export class TykBadRequestError extends TykApiError {
  override readonly name = "TykBadRequestError";
  override readonly code = "bad-request";
}

/**
 * The gateway's 403 for its own secret, told by its message: the header `X-Tyk-Authorization` is missing or wrong. A `secret`
 * that is a function was asked once more before this is thrown.
 *
 * @example
 * ```ts
 * if (error instanceof TykAuthenticationError) {
 *   // The secret of this client is not the gateway's.
 * }
 * ```
 */
export class TykAuthenticationError extends TykApiError {
  override readonly name = "TykAuthenticationError";
  override readonly code = "authentication";
}

/**
 * 401, or a 403 that is not about the gateway's secret: a client's secret that is wrong, or a proxy before the gateway.
 *
 * @example
 * ```ts
 * if (error instanceof TykPermissionError) console.error(error.apiMessage); // "client secret is wrong"
 * ```
 */
export class TykPermissionError extends TykApiError {
  override readonly name = "TykPermissionError";
  override readonly code = "permission";
}

/**
 * 404 in the gateway's own words: the client, API, policy or key is not there. The list of an API is 404 also where the API
 * exists but its index names a client whose record is gone.
 *
 * @example
 * ```ts
 * if (error instanceof TykNotFoundError) return undefined;
 * ```
 */
export class TykNotFoundError extends TykApiError {
  override readonly name = "TykNotFoundError";
  override readonly code = "not-found";
}

/**
 * 404 as plain text, or 405: no such route. The address or port is wrong (a gateway with a control port serves the control
 * API there alone), the gateway is an edge or an older version, or the listen path is none. It never means that a client or
 * an API is not there.
 *
 * @example
 * ```ts
 * if (error instanceof TykRouteError) {
 *   // Check baseUrl (the control port?) and apiBaseUrl.
 * }
 * ```
 */
export class TykRouteError extends TykApiError {
  override readonly name = "TykRouteError";
  override readonly code = "route";
}

/**
 * 429: too many requests. The gateway's control API has no limit of its own, so a proxy before it answered.
 *
 * @example
 * ```ts
 * if (error instanceof TykRateLimitError) await wait(error.retryAfterMs ?? 1000);
 * ```
 */
export class TykRateLimitError extends TykApiError {
  override readonly name = "TykRateLimitError";
  override readonly code = "rate-limit";
}

/**
 * 500 to 599. The gateway answers 500 "Unmarshalling failed" to a body that it cannot read, which this package never sends.
 *
 * @example
 * ```ts
 * if (error instanceof TykServerError && error.status === 503) console.error("the gateway is not up yet");
 * ```
 */
export class TykServerError extends TykApiError {
  override readonly name = "TykServerError";
  override readonly code = "server";
}

/**
 * An OAuth error (RFC 6749, 5.2 and 4.1.2.1) of authorize-client or the token endpoint. The gateway's status for it is 403,
 * or what its `oauth_error_status_code` says, 200 included; an unknown client is `"server_error"`.
 *
 * @example
 * ```ts
 * if (error instanceof TykOAuthError && error.error === "invalid_grant") {
 *   // The code was used already, or lapsed.
 * }
 * ```
 */
export class TykOAuthError extends TykApiError {
  override readonly name = "TykOAuthError";
  override readonly code = "oauth";
  /** The error's name, such as `"invalid_request"`; `"not_shown"` if it is not a name that OAuth defines. */
  readonly error: string;
  /** The gateway's description; `undefined` if the server sent none, or one that the gateway is not known to send. */
  readonly error_description: string | undefined;

  constructor(
    message: string,
    details: TykApiErrorDetails & {
      readonly error: string;
      readonly error_description: string | undefined;
    },
  ) {
    super(message, details);
    this.error = details.error;
    this.error_description = details.error_description;
  }
}

import { TykError } from "./base.ts";
import type { TykErrorCode, TykErrorDetails } from "./base.ts";

/** The codes of {@link TykApiError} and of the classes below it. */
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

/** The details that a {@link TykApiError} is created from. */
export interface TykApiErrorDetails extends TykErrorDetails {
  /** The HTTP status. */
  readonly status: number;
  /** The server's message, if the gateway is known to send it. */
  readonly apiMessage?: string | undefined;
  /** The wait that `Retry-After` requests, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * Thrown if the gateway, or something in front of it, responds with an error. The classes below it distinguish the common
 * kinds. Any other status is a plain `TykApiError` with the code `"api"`.
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
   * The gateway's message, such as `"API not found"`. `undefined` if the server sent none, or a message that the gateway is
   * not known to send, because that could repeat a secret. The error's `message` then says that it is not shown.
   */
  readonly apiMessage: string | undefined;
  /** The wait that `Retry-After` requests, in milliseconds, or `undefined`. The gateway itself never sends `Retry-After`. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: TykApiErrorDetails) {
    super(message, details);
    this.status = details.status;
    this.apiMessage = details.apiMessage;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/**
 * Thrown for 400 and 422: the gateway refuses the input. An unknown policy is 400 on a create, but 404 on an update. An
 * update to a policy that does not grant the API is 400, even if the client is unknown.
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
 * Thrown for the gateway's 403 about its own secret: the header `X-Tyk-Authorization` is missing or wrong. The gateway's
 * message shows which 403 it is. If `secret` is a function, it was called once more first.
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
 * Thrown for 401, and for a 403 that is not about the gateway's secret: a wrong client secret, or a refusal of a proxy in
 * front of the gateway.
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
 * Thrown for a 404 with a message of the gateway: the client, API, policy or key does not exist. The list of an API's
 * clients is also 404 if the API's index names a client whose record is gone (trap 10).
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
 * Thrown for a 404 as plain text, and for 405: no such route. It never means that a client or an API does not exist.
 *
 * The address or the port is wrong (a control port serves only the control API, trap 22), the listen path is wrong, or the
 * gateway is an edge or an older version.
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
 * Thrown for 429: too many requests. A proxy in front of the gateway responded, because the gateway's control API has no
 * rate limit.
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
 * Thrown for 500 to 599. While its storage is down, the gateway responds 500 to some requests (trap 28).
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
 * Thrown for an OAuth error (RFC 6749, 5.2 and 4.1.2.1) of authorize-client or the token endpoint. Its status is 403, or
 * the gateway's `oauth_error_status_code`, which can be 200. An unknown client is `"server_error"`.
 *
 * @example
 * ```ts
 * if (error instanceof TykOAuthError && error.error === "invalid_grant") {
 *   // The code was used already, or it expired.
 * }
 * ```
 */
export class TykOAuthError extends TykApiError {
  override readonly name = "TykOAuthError";
  override readonly code = "oauth";
  /** The OAuth error code, such as `"invalid_request"`. `"not_shown"` if OAuth does not define the code. */
  readonly error: string;
  /** The gateway's description. `undefined` if the server sent none, or one that the gateway is not known to send. */
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

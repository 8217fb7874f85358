import { TykError } from "./base.ts";
import type { TykErrorDetails } from "./base.ts";

/**
 * Thrown if no response came. The code is `"connection"` if the connection was refused or reset or the name did not
 * resolve, and `"tls"` if the TLS handshake failed.
 *
 * `outcome` is `"not-sent"` if it is certain that the request was not sent, and otherwise `"unknown"`. The gateway itself
 * drops connections too: before 4.0 most calls about an API without OAuth fail this way (trap 32).
 *
 * @example
 * ```ts
 * if (error instanceof TykConnectionError) console.error(error.systemCode); // "ECONNREFUSED"
 * ```
 */
export class TykConnectionError extends TykError {
  override readonly name = "TykConnectionError";
  override readonly code: "connection" | "tls";
  /**
   * The system's code, such as `"ECONNREFUSED"` or `"CERT_HAS_EXPIRED"`. `undefined` if there is none, or if the code is
   * not a known one.
   */
  readonly systemCode: string | undefined;

  constructor(
    message: string,
    details: TykErrorDetails & {
      readonly code: "connection" | "tls";
      readonly systemCode: string | undefined;
    },
  ) {
    super(message, details);
    this.code = details.code;
    this.systemCode = details.systemCode;
  }
}

/**
 * What a call was waiting for: a free slot of `maxConcurrency` (`"queue"`), the `secret` function, the head of the response
 * (`"response"`), its body, or the time before the next attempt (`"backoff"`). A method that waits between its requests has
 * `"backoff"` too.
 */
export type TykPhase = "queue" | "secret" | "response" | "body" | "backoff";

/**
 * Thrown if a timeout or deadline passed: `timeoutMs` of one attempt, `totalTimeoutMs` of a request with its retries, or
 * `deadlineMs` of a method. `outcome` says whether the gateway may have applied the change.
 *
 * @example
 * ```ts
 * await tyk.clients.list({ apiId: "orders" }, { timeoutMs: 500 }); // TykTimeoutError, phase "response"
 * ```
 */
export class TykTimeoutError extends TykError {
  override readonly name = "TykTimeoutError";
  override readonly code = "timeout";
  /** What the call was waiting for. */
  readonly phase: TykPhase;
  /** The timeout or deadline that passed, in milliseconds. */
  readonly limitMs: number;

  constructor(
    message: string,
    details: TykErrorDetails & { readonly phase: TykPhase; readonly limitMs: number },
  ) {
    super(message, details);
    this.phase = details.phase;
    this.limitMs = details.limitMs;
  }
}

/**
 * Thrown if the caller's `signal` was aborted. `cause` is the signal's `reason`. `outcome` says whether the gateway may
 * have applied the change.
 *
 * @example
 * ```ts
 * const stop = new AbortController();
 * const clients = tyk.clients.list({ apiId: "orders" }, { signal: stop.signal });
 * stop.abort();
 * await clients; // TykAbortError
 * ```
 */
export class TykAbortError extends TykError {
  override readonly name = "TykAbortError";
  override readonly code = "aborted";
}

/**
 * Thrown if the response is a redirect. Redirects are never followed, because `fetch` would send the gateway's secret to
 * the new host (trap 4). The gateway redirects ids that are dot segments. A proxy in front of it may redirect `http` to
 * `https`.
 *
 * @example
 * ```ts
 * if (error instanceof TykRedirectError) console.error(error.status, error.targetOrigin);
 * ```
 */
export class TykRedirectError extends TykError {
  override readonly name = "TykRedirectError";
  override readonly code = "redirect";
  /** The HTTP status, 300 to 399. 0 if the runtime hides it. */
  readonly status: number;
  /**
   * The target's scheme, host and port, if the host is the same. The path is left out, because it can have a refresh token.
   * `undefined` for another host, whose name could hold a secret; `message` then says "another host".
   */
  readonly targetOrigin: string | undefined;

  constructor(
    message: string,
    details: TykErrorDetails & {
      readonly status: number;
      readonly targetOrigin: string | undefined;
    },
  ) {
    super(message, details);
    this.status = details.status;
    this.targetOrigin = details.targetOrigin;
  }
}

import { TykError } from "./base.ts";
import type { TykErrorDetails } from "./base.ts";

/**
 * No answer came: the connection was refused or reset, the name did not resolve (`code: "connection"`), or the TLS
 * handshake failed (`code: "tls"`). `outcome` is `"not-sent"` where the request certainly did not leave, otherwise
 * `"unknown"`. The gateway's own handlers drop the connection too: before 4.0 most calls about an API that is not OAuth do.
 *
 * @example
 * ```ts
 * if (error instanceof TykConnectionError) console.error(error.systemCode); // "ECONNREFUSED"
 * ```
 */
export class TykConnectionError extends TykError {
  override readonly name = "TykConnectionError";
  override readonly code: "connection" | "tls";
  /** The system's code, such as `"ECONNREFUSED"` or `"CERT_HAS_EXPIRED"`; `undefined` if there is none or it is not a known one. */
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
 * What a call was waiting for: a free place among `maxConcurrency`, the `secret` function, the answer's head, its body, or
 * the time before the next attempt.
 */
export type TykPhase = "queue" | "secret" | "response" | "body" | "backoff";

/**
 * A time limit passed: `timeoutMs` of one attempt, `totalTimeoutMs` of the request with its repeats, or `deadlineMs` of a
 * verb. `outcome` tells whether the gateway may have done it all the same.
 *
 * @example
 * ```ts
 * await tyk.clients.list({ apiId: "orders" }, { timeoutMs: 500 }); // TykTimeoutError, phase "response"
 * ```
 */
export class TykTimeoutError extends TykError {
  override readonly name = "TykTimeoutError";
  override readonly code = "timeout";
  /** What the call was waiting for when the time was up. */
  readonly phase: TykPhase;
  /** Which limit it was, in milliseconds. */
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
 * The caller's `signal` was aborted. `cause` is the signal's `reason`. `outcome` tells whether the gateway may have done it
 * all the same.
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
 * The answer was a redirect. It is never followed: `fetch` keeps the header with the gateway's secret when it follows one to
 * another host. A gateway redirects ids that are dot segments, and a proxy before it may redirect `http` to `https`.
 *
 * @example
 * ```ts
 * if (error instanceof TykRedirectError) console.error(error.status, error.targetOrigin);
 * ```
 */
export class TykRedirectError extends TykError {
  override readonly name = "TykRedirectError";
  override readonly code = "redirect";
  /** The HTTP status, 300 to 399; 0 where the runtime hides it. */
  readonly status: number;
  /**
   * Where it would have led, if that is the same host: scheme, host and port only, since a path can hold a refresh token.
   * `undefined` for another host, whose name could hold a secret too; `message` then says "another host".
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

/**
 * What is known of a call's effect on the gateway when it failed.
 *
 * - `"not-sent"`: nothing that changes anything reached the gateway; it is as if the call had never been made.
 * - `"refused"`: the gateway answered and did not do it.
 * - `"applied"`: the gateway said that it did it, but its answer could not be used (cut off, not JSON, too large).
 * - `"unknown"`: the request went out and no answer tells what became of it. That includes the 400 of a create without `api_id`,
 *   which the gateway may have applied in part.
 *
 * Over several attempts the strongest counts: applied, then unknown, then refused, then not-sent.
 */
export type TykOutcome = "not-sent" | "refused" | "applied" | "unknown";

/** Every `code` that an error of this package can have. A `switch` over it can be exhaustive. */
export type TykErrorCode =
  | "config"
  | "input"
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

/** One request of a verb that makes several: where it went and what became of it. */
export interface TykStep {
  /** The API that the request was about, where it was about one. */
  readonly apiId?: string;
  /** The operation of `tyk.raw`, such as `"rotateOAuthClient"`. */
  readonly operation: string;
  /** `"applied"` where the gateway said yes; otherwise the failure's outcome. */
  readonly outcome: TykOutcome;
}

/** What every error of this package is made from. */
export interface TykErrorDetails {
  /** The operation of `tyk.raw` or the verb, such as `"clients.create"`. */
  readonly operation?: string | undefined;
  /** How many attempts were made; 0 where nothing was sent. */
  readonly attempts?: number | undefined;
  /** What is known of the effect; `"not-sent"` unless given. */
  readonly outcome?: TykOutcome | undefined;
  /** Why, without secrets. */
  readonly cause?: unknown;
}

/** Marks the errors of every copy of the package, so that {@link isTykError} knows them. */
export const brand: unique symbol = Symbol.for("@tyk-oauth/sdk/error");

/**
 * The base of every error that this package throws. Nothing else ever gets out of a call: no bare `TypeError` of `fetch`,
 * no `SyntaxError`, no string.
 *
 * No error shows a secret: neither its message, its properties, its `cause`, nor what `util.inspect` or `JSON.stringify`
 * make of it holds the gateway's secret, a client's secret, a token, a code, a URL, a header or a body.
 *
 * @example
 * ```ts
 * try {
 *   await tyk.clients.rotateSecret({ apiId: "orders", clientId: "shop-web" });
 * } catch (error) {
 *   if (isTykError(error) && error.mayHaveBeenApplied) {
 *     // The secret may have changed: read the client to know.
 *   }
 * }
 * ```
 */
export abstract class TykError extends Error {
  abstract override readonly name: string;
  abstract readonly code: TykErrorCode;
  /** The operation of `tyk.raw` or the verb that failed; `undefined` where the client itself could not be made. */
  readonly operation: string | undefined;
  /** How many attempts were made; 0 where nothing was sent. */
  readonly attempts: number;
  /** What is known of the call's effect on the gateway. */
  readonly outcome: TykOutcome;
  /** For a verb: its requests in order, the one that failed last. Empty where nothing was sent, and for `tyk.raw`. */
  readonly steps: readonly TykStep[] = [];
  /** Of a `clients.create` that may have been applied: the id of the client, which the verb may have made itself. */
  declare readonly clientId?: string;
  /** Of a verb that was ended half-way: what it had found out and done by then, as its report would say it. */
  declare readonly report?: unknown;

  constructor(message: string, details: TykErrorDetails = {}) {
    super(
      details.operation === undefined ? message : `${details.operation}: ${message}`,
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    this.operation = details.operation;
    this.attempts = details.attempts ?? 0;
    this.outcome = details.outcome ?? "not-sent";
  }

  /**
   * Whether the gateway may have done it: `outcome` is `"applied"` or `"unknown"`. Read back before a create, a rotation or
   * an authorization is made again.
   */
  get mayHaveBeenApplied(): boolean {
    return this.outcome === "applied" || this.outcome === "unknown";
  }

  /** The error as plain data for a log: no stack, no cause, no secret. */
  toJSON(): Record<string, unknown> {
    return { ...(this as object), message: this.message };
  }
}

// On the prototype, where no log of an error's own properties shows it.
Object.defineProperty(TykError.prototype, brand, { value: true });

const strength: readonly TykOutcome[] = ["not-sent", "refused", "unknown", "applied"];

/** Of two things that are known of an effect the stronger. */
export function strongerOutcome(one: TykOutcome, other: TykOutcome): TykOutcome {
  return strength.indexOf(one) > strength.indexOf(other) ? one : other;
}

/** Gives a verb's error the outcome of all its requests. */
export function withOutcome(error: TykError, outcome: TykOutcome): void {
  (error as { outcome: TykOutcome }).outcome = outcome;
}

/** Gives the error of a create the id that the create made, without which nobody could look whether the client is there. */
export function withClientId(error: TykError, clientId: string): void {
  (error as { clientId?: string }).clientId = clientId;
  error.message += ` (client_id ${clientId})`;
}

/** Gives the error that ended a verb half-way what the verb would have reported; one that has a report keeps it. */
export function withReport(error: TykError, report: unknown): void {
  if (error.report === undefined) (error as { report?: unknown }).report = report;
}

/** Gives a verb's error the steps that were done before it. */
export function withSteps<E extends TykError>(error: E, steps: readonly TykStep[]): E {
  (error as { steps: readonly TykStep[] }).steps = steps;
  return error;
}

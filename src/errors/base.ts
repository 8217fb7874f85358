import type { TykErrorCode, TykOutcome } from "./codes.ts";
import type { TykReport } from "./reports.ts";
import { raiseStackTraceLimit } from "./stack-trace-limit.ts";

export type { TykErrorCode, TykOutcome } from "./codes.ts";

/** One request of a method that may send several: its API, its operation and its outcome. */
export interface TykStep {
  /** The API that the request was about, if it was about one. */
  readonly apiId?: string;
  /** The operation of `tyk.raw`, such as `"rotateOAuthClient"`. */
  readonly operation: string;
  /** `"applied"` if the gateway confirmed the request, and otherwise the outcome of the failure. */
  readonly outcome: TykOutcome;
}

/** The details that every error of this package is created from. */
export interface TykErrorDetails {
  /** The operation of `tyk.raw`, or the method, such as `"clients.create"`. */
  readonly operation?: string | undefined;
  /** How many attempts were made. 0 if nothing was sent. */
  readonly attempts?: number | undefined;
  /**
   * What is known about the effect.
   * @defaultValue "not-sent"
   */
  readonly outcome?: TykOutcome | undefined;
  /** The error behind this one, without secrets. */
  readonly cause?: unknown;
}

/** Marks the errors of every copy of the package, so that {@link isTykError} recognizes them. */
export const brand: unique symbol = Symbol.for("@tyk-oauth/sdk/error");

/**
 * The base class of every error that this package throws. Calls throw nothing else: no `TypeError` of `fetch`, no
 * `SyntaxError`, no string.
 *
 * No error shows the gateway's secret, a client's secret, a token, a code, a URL, a header or a body. That holds for
 * `message`, all properties, `cause`, and for the output of `util.inspect` and `JSON.stringify`.
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
  /** The operation of `tyk.raw`, or the method, that failed. `undefined` if the `TykOAuth` itself could not be created. */
  readonly operation: string | undefined;
  /** How many attempts were made. 0 if nothing was sent. */
  readonly attempts: number;
  /** What is known about the call's effect on the gateway. */
  readonly outcome: TykOutcome;
  /** The requests of the method in order, the failed one last. Empty if nothing was sent, and for operations of `tyk.raw`. */
  readonly steps: readonly TykStep[] = [];
  /** The client's id, if a `clients.create` may have been applied. The method may have generated the id. */
  declare readonly clientId?: string;
  /** What a method had found and done when it was interrupted, in the form of its report. */
  declare readonly report?: TykReport;

  constructor(message: string, details: TykErrorDetails = {}) {
    const restoreLimit = raiseStackTraceLimit();
    super(
      details.operation === undefined ? message : `${details.operation}: ${message}`,
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    restoreLimit();
    this.operation = details.operation;
    this.attempts = details.attempts ?? 0;
    this.outcome = details.outcome ?? "not-sent";
  }

  /**
   * Whether the gateway may have applied the change: `outcome` is `"applied"` or `"unknown"`. Read the state back before
   * you call a create, a rotation or an authorization again.
   */
  get mayHaveBeenApplied(): boolean {
    return this.outcome === "applied" || this.outcome === "unknown";
  }

  /** Returns the error as plain data for a log: without stack, cause and secrets. */
  toJSON(): Record<string, unknown> {
    return { ...(this as object), message: this.message };
  }
}

// On the prototype, so a log of the error's own properties does not show it.
Object.defineProperty(TykError.prototype, brand, { value: true });

import { TykError } from "./base.ts";
import type { TykErrorDetails } from "./base.ts";

/** Why a response cannot be used. */
export type TykResponseErrorCode =
  | "truncated"
  | "invalid-json"
  | "empty-body"
  | "content-type"
  | "encoding"
  | "too-large"
  | "protocol"
  | "schema";

/**
 * Thrown if a response cannot be used: it is cut off, empty, not JSON, larger than `maxResponseBytes` or `maxListBytes`, compressed although
 * the request forbids it, breaks HTTP, or is not a result of the operation (`null` in place of a client).
 *
 * If `outcome` is `"applied"`, the gateway confirmed the change: read the state back.
 *
 * @example
 * ```ts
 * if (error instanceof TykResponseError && error.code === "content-type") {
 *   // Something in front of the gateway responded, with a page of its own.
 * }
 * ```
 */
export class TykResponseError extends TykError {
  override readonly name = "TykResponseError";
  override readonly code: TykResponseErrorCode;
  /** The HTTP status, if it was received. */
  readonly status: number | undefined;

  constructor(
    message: string,
    details: TykErrorDetails & {
      readonly code: TykResponseErrorCode;
      readonly status: number | undefined;
    },
  ) {
    super(message, details);
    this.code = details.code;
    this.status = details.status;
  }
}

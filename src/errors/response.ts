import { TykError } from "./base.ts";
import type { TykErrorDetails } from "./base.ts";

/** What is wrong with an answer that cannot be used. */
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
 * An answer came that cannot be used: a 200 that is cut off, is no JSON or another kind of content, is empty, is larger than
 * `maxResponseBytes`, is compressed (it was asked not to be), breaks HTTP, or is not what the operation answers (`null` in
 * place of a client). It is thrown in place of a wrong value. With `outcome` `"applied"` the gateway said that it did the
 * thing: read it back.
 *
 * @example
 * ```ts
 * if (error instanceof TykResponseError && error.code === "content-type") {
 *   // Something in front of the gateway answered, with a page of its own.
 * }
 * ```
 */
export class TykResponseError extends TykError {
  override readonly name = "TykResponseError";
  override readonly code: TykResponseErrorCode;
  /** The HTTP status, where the answer got that far. */
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

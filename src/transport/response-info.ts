import type { TykError } from "../errors/base.ts";
import type { TykResponseInfo } from "../types/tyk-promise.ts";

/** Stored outside the errors, because headers can hold a secret and errors are printed. */
const infos = new WeakMap<TykError, TykResponseInfo>();

/** Stores the status, headers and duration of the response that an error was made from. */
export function keepResponseInfo(error: TykError, info: TykResponseInfo): void {
  infos.set(error, info);
}

/**
 * Returns the status, headers and duration of the response that an error was made from; `undefined` if no response came. The
 * methods judge a refusal by its `Date` header and its duration.
 */
export function responseInfoOf(error: TykError): TykResponseInfo | undefined {
  return infos.get(error);
}

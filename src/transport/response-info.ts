import type { TykError } from "../errors/base.ts";
import type { TykResponseInfo } from "../types/tyk-promise.ts";

/** Kept beside the errors and not in them: headers can hold a secret, and an error is printed. */
const infos = new WeakMap<TykError, TykResponseInfo>();

/** Keeps what came with the response that an error was made from. */
export function keepResponseInfo(error: TykError, info: TykResponseInfo): void {
  infos.set(error, info);
}

/**
 * The status, headers and duration of the response that an error of one request was made from; `undefined` if no response came.
 * For the methods, which judge a refusal by its `Date` and its duration.
 */
export function responseInfoOf(error: TykError): TykResponseInfo | undefined {
  return infos.get(error);
}

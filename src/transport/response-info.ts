import type { TykError } from "../errors/base.ts";
import type { TykResponseInfo } from "../types/tyk-promise.ts";
import { RawHeaders } from "../util/raw-headers.ts";
import type { ReadableHeaders } from "../util/raw-headers.ts";

/** Creates what a result tells of its response. Most callers never read its headers, so the `Headers` is created if they do. */
export function createResponseInfo(
  status: number,
  headers: ReadableHeaders,
  attempts: number,
  durationMs: number,
): TykResponseInfo {
  if (!(headers instanceof RawHeaders)) return { status, headers, attempts, durationMs };
  return {
    status,
    get headers() {
      return headers.toHeaders();
    },
    attempts,
    durationMs,
  };
}

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

import type { TykResponseInfo } from "../../types/tyk-promise.ts";

/** A session counts as expired only this long after its time, because the clocks of several gateway nodes differ. */
const skewMs = 60_000;

/**
 * The gateway's own time in milliseconds, from the `Date` header of a response; `undefined` without a valid header. The local clock
 * is not used: if it is ahead by a token's lifetime, a living token would look expired.
 */
export function gatewayTimeOf(response: TykResponseInfo | undefined): number | undefined {
  const date = response?.headers.get("date");
  if (date === undefined || date === null) return undefined;
  const ms = Date.parse(date);
  // RFC 9110 requires this format. Date.parse also accepts other strings, for example "5".
  return /^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(date) && !Number.isNaN(ms)
    ? ms
    : undefined;
}

/** Whether an expiry time in Unix seconds has certainly passed on the gateway. 0 or less never expires. */
export function isExpiredAt(expires: number, gatewayMs: number | undefined): boolean {
  return gatewayMs !== undefined && expires > 0 && expires * 1000 + skewMs < gatewayMs;
}

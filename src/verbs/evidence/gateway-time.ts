import type { TykResponseInfo } from "../../types/tyk-promise.ts";

/** Clocks of several nodes differ, and `Date` has whole seconds: a session counts as expired only this long after its time. */
const skewMs = 60_000;

/**
 * The gateway's own time in milliseconds, from the `Date` header of a response; `undefined` without one. The local clock says
 * nothing about a session: if it is ahead by a token's lifetime, a living token would look expired.
 */
export function gatewayTimeOf(response: TykResponseInfo | undefined): number | undefined {
  const date = response?.headers.get("date");
  if (date === undefined || date === null) return undefined;
  const ms = Date.parse(date);
  // RFC 9110 wants this form. Date.parse reads much else as a date, "5" for example.
  return /^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(date) && !Number.isNaN(ms)
    ? ms
    : undefined;
}

/** Whether a time in Unix seconds is certainly over on the gateway; 0 and less is never. Unknown time: not certain. */
export function isExpiredAt(expires: number, gatewayMs: number | undefined): boolean {
  return gatewayMs !== undefined && expires > 0 && expires * 1000 + skewMs < gatewayMs;
}

import { findUnknownName } from "../util/fail.ts";
import type { Fail } from "../util/fail.ts";
import { isRecord } from "../util/json.ts";
import type { UnknownRecord } from "../util/json.ts";

/** Headers that callers must not set: the package sets them itself, or they would change how the body is read. */
const reservedHeaders = new Set([
  "accept-encoding",
  "connection",
  "content-length",
  "content-type",
  "expect",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "user-agent",
  "x-tyk-authorization",
]);

/** The longest timer. `setTimeout` fires at once for a longer one. */
const maxTimerMs = 2 ** 31 - 1;

/**
 * Refuses unknown names. A misspelt timeout, or a safety option of another version, would otherwise silently do nothing.
 *
 * @param describe - Returns the message for an unknown name.
 */
export function checkNames(
  options: UnknownRecord,
  names: readonly string[],
  fail: Fail,
  describe: (name: string) => string,
): void {
  const name = findUnknownName(options, names);
  if (name !== undefined) fail(name, "is unknown", describe(name));
}

/** Checks an optional timeout. */
export function checkMilliseconds(name: string, value: unknown, fail: Fail): void {
  if (value === undefined || value === Number.POSITIVE_INFINITY) return;
  if (typeof value !== "number" || !(value > 0 && value <= maxTimerMs)) {
    fail(name, "must be a number of milliseconds above 0, or Infinity for no limit");
  }
}

/** Checks a limit that is a whole number of 1 or more. */
export function checkCount(name: string, value: unknown, fail: Fail): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 1)
    fail(name, "must be a whole number of 1 or more");
  return value;
}

/** Checks the timeouts and `maxRetries`, which the client and each call can set. */
export function checkLimits(options: UnknownRecord, fail: Fail): void {
  for (const name of ["timeoutMs", "totalTimeoutMs", "deadlineMs"])
    checkMilliseconds(name, options[name], fail);
  const retries = options["maxRetries"];
  if (retries !== undefined && !(Number.isSafeInteger(retries) && (retries as number) >= 0)) {
    fail("maxRetries", "must be a whole number of 0 or more");
  }
}

/** Checks headers before `fetch` does, because the message of `fetch` would quote the value. Returns names in lower case. */
export function checkHeaders(
  headers: Readonly<Record<string, string>> | undefined,
  fail: Fail,
): Readonly<Record<string, string>> {
  if (headers === undefined) return {};
  // `Headers` and `Map` have no own properties, so their headers would silently be lost.
  if (!isRecord(headers) || typeof headers[Symbol.iterator as never] === "function")
    return fail("headers", "must be a plain object");
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers) as [string, unknown][]) {
    const lowerName = name.toLowerCase();
    // `fetch` silently drops a header called `__proto__`.
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || lowerName === "__proto__")
      fail("headers", "contains an invalid header name");
    if (reservedHeaders.has(lowerName))
      fail("headers", `must not set ${lowerName}: this package sets it`);
    // Tabs, printable ASCII and Latin-1: the characters that a header can have (RFC 9110, 5.5) and `fetch` can send.
    if (typeof value !== "string" || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      fail("headers", `has a value for ${lowerName} that is not a valid header value`);
    }
    checked[lowerName] = value;
  }
  return checked;
}

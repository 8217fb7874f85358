import { findUnknownName } from "../util/fail.ts";
import type { Fail } from "../util/fail.ts";
import { isRecord } from "../util/json.ts";
import type { UnknownRecord } from "../util/json.ts";

/** Those that the package sets itself, and those that would change how the body is read. */
const ownHeaders = new Set([
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

/** A timer beyond this fires at once. */
const maxTimerMs = 2 ** 31 - 1;

/** An option that does not exist would be taken for one that works: a misspelt limit, a guard of another version. */
export function checkNames(options: UnknownRecord, names: readonly string[], fail: Fail): void {
  const unknownName = findUnknownName(options, names);
  if (unknownName !== undefined) fail(unknownName, "is no option");
}

/** Checks a limit of time, which may be left out. */
export function checkMilliseconds(name: string, value: unknown, fail: Fail): void {
  if (value === undefined || value === Number.POSITIVE_INFINITY) return;
  if (typeof value !== "number" || !(value > 0 && value <= maxTimerMs)) {
    fail(name, "must be a number of milliseconds above 0, or Infinity for no limit");
  }
}

/** Checks how many of something there may be. */
export function checkCount(name: string, value: unknown, fail: Fail): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 1)
    fail(name, "must be a whole number of 1 or more");
  return value;
}

/** Checks the limits that the client and each call can set. */
export function checkLimits(options: UnknownRecord, fail: Fail): void {
  for (const name of ["timeoutMs", "totalTimeoutMs", "deadlineMs"])
    checkMilliseconds(name, options[name], fail);
  const retries = options["maxRetries"];
  if (retries !== undefined && !(Number.isSafeInteger(retries) && (retries as number) >= 0)) {
    fail("maxRetries", "must be a whole number of 0 or more");
  }
}

/** Checks headers before `fetch` does, whose message would quote the value. Names come back in lower case. */
export function checkHeaders(
  headers: Readonly<Record<string, string>> | undefined,
  fail: Fail,
): Readonly<Record<string, string>> {
  if (headers === undefined) return {};
  // A Headers object has no properties of its own: its headers would be dropped without a word.
  if (!isRecord(headers) || headers instanceof Headers)
    return fail("headers", "must be a plain object");
  const checked: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers) as [string, unknown][]) {
    const lower = name.toLowerCase();
    // fetch drops a header that is called __proto__ without a word.
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || lower === "__proto__")
      fail("headers", "holds a name that is no header's");
    if (ownHeaders.has(lower)) fail("headers", `must not set ${lower}: this package does`);
    // Tabs, printable ASCII and Latin-1: what a field value can carry (RFC 9110, 5.5) and fetch can send.
    if (typeof value !== "string" || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      fail("headers", `holds a value of ${lower} that no header can carry`);
    }
    checked[lower] = value;
  }
  return checked;
}

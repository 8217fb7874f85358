import { TykConfigError } from "../errors/before-request.ts";
import type { InsecureHttp } from "../types/options.ts";
import { parseUrl } from "../util/url.ts";
import { matchesHost } from "./host-pattern.ts";

/**
 * Checks a base URL and returns it without slashes at the end. It must be http or https without credentials, query or fragment.
 * Plain http is refused unless the host is loopback or allowed, because each request carries the gateway's master key.
 */
export function parseBaseUrl(
  value: unknown,
  option: string,
  allowInsecureHttp: InsecureHttp,
  operation?: string,
  allowHttpOption = "allowInsecureHttp",
): string {
  const text = toUrlText(value);
  // The message never quotes the value, because the value may hold credentials.
  const invalid = (problem: string): TykConfigError =>
    new TykConfigError(`${option} ${problem}`, { operation });
  if (typeof text !== "string" || text === "")
    throw invalid("must be a URL, such as https://gateway.example:8080");
  const url = parseUrl(text);
  if (url === undefined) throw invalid("is not a URL, such as https://gateway.example:8080");
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw invalid("must be an http or https URL");
  if (url.username !== "" || url.password !== "") throw invalid("must not hold credentials");
  if (text.includes("?") || text.includes("#"))
    throw invalid("must not hold a query or a fragment");
  if (url.protocol === "http:" && !isPlainHttpAllowed(url.hostname, allowInsecureHttp)) {
    throw invalid(
      `is plain http to a host that is not loopback, which would show the gateway's secret to the network: use https, or set ${allowHttpOption}`,
    );
  }
  return withoutLastSlashes(url.href);
}

/** Returns the text of a `URL`, also of another realm, whose class is not ours. Returns any other value as it is. */
export function toUrlText(value: unknown): unknown {
  try {
    const isUrl = Object.prototype.toString.call(value) === "[object URL]";
    return isUrl ? (value as URL).href : value;
  } catch {
    // A proxy or a getter that throws.
    return undefined;
  }
}

/** Removes the slashes at the end. A regular expression would take quadratic time on a string of many slashes. */
export function withoutLastSlashes(text: string): string {
  let end = text.length;
  while (text[end - 1] === "/") end -= 1;
  return text.slice(0, end);
}

function isPlainHttpAllowed(hostname: string, allowed: InsecureHttp): boolean {
  if (allowed === true || isLoopback(hostname)) return true;
  return allowed !== false && allowed.some((pattern) => matchesHost(pattern, hostname));
}

/**
 * Whether a host is certainly this machine. `localhost` is, because systems resolve it themselves. `tyk.localhost` is not, because
 * many systems resolve it by DNS.
 */
function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname === "[::1]" ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}

import { TykConfigError } from "../errors/before-request.ts";
import type { InsecureHttp } from "../types/options.ts";
import { matchesHost } from "./host-pattern.ts";

/**
 * Checks a base URL and gives it without a slash at the end: http or https, no credentials, query or fragment, and no plain
 * http to a host that is neither loopback nor allowed, since each request carries the gateway's master key.
 */
export function parseBaseUrl(
  text: unknown,
  option: string,
  allowInsecureHttp: InsecureHttp,
  operation?: string,
): string {
  // The value is never quoted: credentials may be in it.
  const wrong = (why: string): TykConfigError =>
    new TykConfigError(`${option} ${why}`, { operation });
  if (typeof text !== "string" || text === "")
    throw wrong("must be a URL, such as https://gateway.example:8080");
  if (!URL.canParse(text)) throw wrong("is not a URL, such as https://gateway.example:8080");
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw wrong("must be an http or https URL");
  if (url.username !== "" || url.password !== "") throw wrong("must not hold credentials");
  if (text.includes("?") || text.includes("#")) throw wrong("must not hold a query or a fragment");
  if (url.protocol === "http:" && !mayBePlain(url.hostname, allowInsecureHttp)) {
    throw wrong(
      "is plain http to a host that is not loopback, which would show the gateway's secret to the network: use https, or set allowInsecureHttp",
    );
  }
  return withoutLastSlashes(url.href);
}

/** A loop and not an expression, which would take its time over a text of slashes. */
export function withoutLastSlashes(text: string): string {
  let end = text.length;
  while (text[end - 1] === "/") end -= 1;
  return text.slice(0, end);
}

function mayBePlain(hostname: string, allowed: InsecureHttp): boolean {
  if (allowed === true || isLoopback(hostname)) return true;
  return allowed !== false && allowed.some((pattern) => matchesHost(pattern, hostname));
}

/**
 * Whether a host is this machine, whatever a name server says. `localhost` is: systems resolve it themselves, and everybody means
 * this machine by it. `tyk.localhost` is not: many systems look it up in the DNS.
 */
function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname === "[::1]" ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}

import { parseUrl } from "../../util/url.ts";
import { isPattern } from "./path-template.ts";
import type { Match } from "./path-template.ts";

/**
 * Matches the domain of an API against the host of a URL, as a gateway with custom domains does. The result is `"maybe"` if
 * domain and host differ only in case or by a port. The gateway compares the case of letters, while URLs are in lower case.
 * It also compares a port in the domain.
 */
export function matchDomain(domain: string, url: URL): Match {
  if (isPattern(domain)) return matchPattern(domain, url);
  if (domain === url.hostname && !domain.includes(":")) return "yes";
  return normalizeDomain(domain) === withoutLastDot(url.hostname) ? "maybe" : "no";
}

/** A pattern is never `"yes"`, because versions differ in whether it matches a host with a port. */
function matchPattern(domain: string, { hostname }: URL): Match {
  const parts = domain.toLowerCase().split(/[{}]/);
  const first = parts[0] ?? "";
  const last = withoutLastDot((parts.at(-1) ?? "").replace(/:\d*$/, ""));
  const host = withoutLastDot(hostname);
  return host.startsWith(first) && host.endsWith(last) ? "maybe" : "no";
}

/** Returns the domain as URLs have it: in lower case, in ASCII (Punycode) and without a port. */
function normalizeDomain(domain: string): string {
  const url = `https://${domain}`;
  const hostname = parseUrl(url)?.hostname ?? domain.toLowerCase();
  return withoutLastDot(hostname);
}

function withoutLastDot(host: string): string {
  return host.endsWith(".") ? host.slice(0, -1) : host;
}

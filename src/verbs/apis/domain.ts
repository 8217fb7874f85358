import { isPattern } from "./path-template.ts";
import type { Match } from "./path-template.ts";

/**
 * Whether an API with this domain answers on the host of a URL, if custom domains are on. The gateway compares the letters as
 * they are, while a URL has small ones; with a port in the domain it compares the port too. Both count as `"maybe"`.
 */
export function matchDomain(domain: string, url: URL): Match {
  if (isPattern(domain)) return matchPattern(domain, url);
  if (domain === url.hostname && !domain.includes(":")) return "yes";
  return normalized(domain) === withoutLastDot(url.hostname) ? "maybe" : "no";
}

/** A pattern never counts as `"yes"`: whether it takes a host with a port differs. */
function matchPattern(domain: string, { hostname }: URL): Match {
  const pieces = domain.toLowerCase().split(/[{}]/);
  const first = pieces[0] ?? "";
  const last = withoutLastDot((pieces.at(-1) ?? "").replace(/:\d*$/, ""));
  const host = withoutLastDot(hostname);
  return host.startsWith(first) && host.endsWith(last) ? "maybe" : "no";
}

/** As a URL has it: in small letters, without letters beyond ASCII and without a port. */
function normalized(domain: string): string {
  const url = `https://${domain}`;
  const hostname = URL.canParse(url) ? new URL(url).hostname : domain.toLowerCase();
  return withoutLastDot(hostname);
}

function withoutLastDot(host: string): string {
  return host.endsWith(".") ? host.slice(0, -1) : host;
}

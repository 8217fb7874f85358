import { parseUrl } from "../util/url.ts";

/**
 * Parses a host pattern: a host, or `*.` and the end of a host name of at least one label. Returns it as URLs write hosts, or
 * `undefined` if it is not a pattern. `*.` before an IP address is refused: `*.0.0.1` would match addresses of other networks.
 */
export function parseHostPattern(text: string): string | undefined {
  const isWildcard = text.startsWith("*.");
  const host = isWildcard ? text.slice(2) : text;
  // A URL parser would read these characters as another part of the URL, or remove them.
  if (/[\s/?#@\\%]/.test(host) || /:\d*$/.test(host)) return undefined;
  const hostname = parseUrl(`http://${host}`)?.hostname;
  if (hostname === undefined) return undefined;
  if (hostname.includes("*") || hostname.split(".").includes("")) return undefined;
  if (!isWildcard) return hostname;
  return isAddress(hostname) ? undefined : `*.${hostname}`;
}

/** Whether a pattern of {@link parseHostPattern} matches the host of a URL. */
export function matchesHost(pattern: string, hostname: string): boolean {
  // Compares with the dot: "*.svc" matches "a.svc" but not "notsvc".
  return pattern.startsWith("*.") ? hostname.endsWith(pattern.slice(1)) : hostname === pattern;
}

/** Whether the host of a URL is an IP address. A URL parser reads every host that ends in a number as an IPv4 address. */
function isAddress(hostname: string): boolean {
  return hostname.startsWith("[") || /^\d+\.\d+\.\d+\.\d+$/.test(hostname);
}

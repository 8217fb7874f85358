/**
 * Reads a pattern of hosts: a host, or `*.` and the end of a host name of at least one label. Gives it as URLs write hosts;
 * `undefined` if it is neither. An IP address has no end that means anything: `*.0.0.1` would match addresses of other networks.
 */
export function parseHostPattern(text: string): string | undefined {
  const isWildcard = text.startsWith("*.");
  const host = isWildcard ? text.slice(2) : text;
  // What a URL would take for something else than its host, and what it would remove.
  if (/[\s/?#@\\%]/.test(host) || /:\d*$/.test(host) || !URL.canParse(`http://${host}`))
    return undefined;
  const { hostname } = new URL(`http://${host}`);
  if (hostname.includes("*") || hostname.split(".").includes("")) return undefined;
  if (!isWildcard) return hostname;
  return isAddress(hostname) ? undefined : `*.${hostname}`;
}

/** Whether a pattern of {@link parseHostPattern} matches the host of a URL. */
export function matchesHost(pattern: string, hostname: string): boolean {
  // The dot stays, so that "*.svc" is a subdomain of svc and never "notsvc".
  return pattern.startsWith("*.") ? hostname.endsWith(pattern.slice(1)) : hostname === pattern;
}

/** Whether the host of a URL is an IP address. A URL parser reads every host that ends in a number as one of IPv4. */
function isAddress(hostname: string): boolean {
  return hostname.startsWith("[") || /^\d+\.\d+\.\d+\.\d+$/.test(hostname);
}

import { BlockList, isIP } from "node:net";
import { domainToASCII } from "node:url";
import { portOf, stripBrackets } from "./url.ts";

/** Whether a host and a port are reached without the proxy. */
type Rule = (host: string, port: number) => boolean;

/**
 * Creates the check of `NO_PROXY`: a list of entries, separated by commas or white space. An entry is `*`, a host name (which includes the
 * names below it, with or without a dot in front), `*.` and a host name (only the names below it), an IP address, or a range of addresses
 * such as `10.0.0.0/8`. A host name or an address can have a port. An entry that is nothing of this matches no host.
 */
export function createProxyBypass(list: string): (url: URL) => boolean {
  const rules = list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .map(createRule);
  return (url) => {
    const host = stripBrackets(url.hostname).replace(/\.$/, "");
    return rules.some((rule) => rule(host, portOf(url)));
  };
}

function createRule(entry: string): Rule {
  if (entry === "*") return () => true;
  const range = createRangeRule(entry);
  if (range !== undefined) return range;
  const { name, port } = splitPort(entry);
  const matches = createHostRule(name);
  return (host, actualPort) => (port === undefined || port === actualPort) && matches(host);
}

function createRangeRule(entry: string): Rule | undefined {
  const [, address = "", bits = ""] = /^([\d.a-f:]+)\/(\d{1,3})$/.exec(entry) ?? [];
  const family = isIP(address);
  if (family === 0 || Number(bits) > (family === 4 ? 32 : 128)) return undefined;
  const addresses = new BlockList();
  addresses.addSubnet(address, Number(bits), family === 4 ? "ipv4" : "ipv6");
  return (host) => includes(addresses, family, host);
}

/** Splits `host:port` and `[address]:port`. An IPv6 address without brackets has no port. */
function splitPort(entry: string): { readonly name: string; readonly port: number | undefined } {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? [];
  const port = digits === undefined ? undefined : Number(digits);
  return { name: bracketed ?? plain ?? entry, port };
}

function createHostRule(name: string): (host: string) => boolean {
  const family = isIP(name);
  if (family !== 0) {
    const addresses = new BlockList();
    addresses.addAddress(name, family === 4 ? "ipv4" : "ipv6");
    return (host) => includes(addresses, family, host);
  }
  const isBelowOnly = name.startsWith("*.");
  const bare = name.replace(/^(\*\.|\.)/, "").replace(/\.$/, "");
  // URLs have the ASCII form of a host name.
  const domain = domainToASCII(bare);
  if (domain === "") return () => false;
  // Compares with the dot: "example.com" includes "a.example.com" but not "notexample.com".
  return (host) => host.endsWith(`.${domain}`) || (!isBelowOnly && host === domain);
}

/** Whether a list of addresses of one family includes the host. An IPv4 address in an IPv6 form counts as both. */
function includes(addresses: BlockList, family: number, host: string): boolean {
  const hostFamily = isIP(host);
  if (hostFamily === 4) return family === 4 && addresses.check(host, "ipv4");
  return hostFamily === 6 && addresses.check(host, "ipv6");
}

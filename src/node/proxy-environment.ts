import type { Fail } from "../util/fail.ts";
import { createProxyBypass } from "./proxy-bypass.ts";
import { parseProxyUrl } from "./proxy-address.ts";
import type { ProxyAddress } from "./proxy-address.ts";

/** Returns the proxy of a URL, or `undefined` if the URL is reached directly. */
export type FindProxy = (url: URL) => ProxyAddress | undefined;

/** The environment variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the proxies of `http` and `https` from the environment as curl does: names in lower case win, and an empty variable counts as
 * not set.
 */
export function readProxyEnvironment(env: Environment, fail: Fail): FindProxy {
  // A CGI server sets HTTP_PROXY to the header `Proxy` of its visitor.
  const isCgi = isSet(env["REQUEST_METHOD"]);
  const all = ["all_proxy", "ALL_PROXY"];
  const http = parseFirst(env, ["http_proxy", ...(isCgi ? [] : ["HTTP_PROXY"]), ...all], fail);
  const https = parseFirst(env, ["https_proxy", "HTTPS_PROXY", ...all], fail);
  const isBypassed = createProxyBypass(firstSet(env, ["no_proxy", "NO_PROXY"])?.value ?? "");
  return (url) => (isBypassed(url) ? undefined : url.protocol === "https:" ? https : http);
}

function parseFirst(
  env: Environment,
  names: readonly string[],
  fail: Fail,
): ProxyAddress | undefined {
  const variable = firstSet(env, names);
  if (variable === undefined) return undefined;
  const { name, value } = variable;
  // A host and a port without a scheme are common.
  const url = value.includes("://") ? value : `http://${value}`;
  return parseProxyUrl(url, (field, why) => fail(field, why, `${name} ${why}`));
}

function firstSet(
  env: Environment,
  names: readonly string[],
): { readonly name: string; readonly value: string } | undefined {
  for (const name of names) {
    const value = env[name];
    if (isSet(value)) return { name, value: value.trim() };
  }
  return undefined;
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value.trim() !== "";
}

import { Buffer } from "node:buffer";
import type { Fail } from "../util/fail.ts";
import { parseUrl } from "../util/url.ts";
import { stripBrackets } from "./url.ts";

/** A proxy's address and credentials. */
export interface ProxyAddress {
  readonly host: string;
  readonly port: number;
  /** The value of the `Proxy-Authorization` header. */
  readonly authorization: string | undefined;
}

/** Parses a proxy's URL. The URL can contain a password, so no message quotes it. */
export function parseProxyUrl(text: unknown, fail: Fail): ProxyAddress {
  const url = typeof text === "string" ? parseUrl(text) : undefined;
  if (typeof text !== "string" || url === undefined)
    return fail("proxy", "must be a URL, such as http://proxy.example:3128");
  if (url.protocol !== "http:") fail("proxy", "must be an http URL");
  if (url.pathname !== "/" || text.includes("?") || text.includes("#"))
    fail("proxy", "must be an origin, without a path, a query or a fragment");
  return {
    host: stripBrackets(url.hostname),
    port: url.port === "" ? 80 : Number(url.port),
    authorization: toProxyAuthorization(url, fail),
  };
}

function toProxyAuthorization({ username, password }: URL, fail: Fail): string | undefined {
  if (username === "" && password === "") return undefined;
  try {
    const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    return `Basic ${Buffer.from(pair, "utf8").toString("base64")}`;
  } catch {
    return fail("proxy", "contains credentials that are not percent-encoded UTF-8");
  }
}

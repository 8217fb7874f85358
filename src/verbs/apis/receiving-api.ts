import { withoutLastSlashes } from "../../config/base-url.ts";
import { matchDomain } from "./domain.ts";
import { matchPath, isPattern } from "./path-template.ts";
import type { Match } from "./path-template.ts";
import type { ServedApi } from "./served-api.ts";

/** A request to an API's address, as the gateway sees it. */
export interface ApiRequest {
  readonly url: URL;
  /** The decoded path that the gateway matches. */
  readonly path: string;
  /** The path of the operation behind the listen path, such as `/oauth/revoke_all`. */
  readonly endpoint: string;
  /** Whether the gateway has `enable_custom_domains`; `undefined` if it is not known. */
  readonly customDomains: boolean | undefined;
}

/**
 * Whether the API answers a request at this operation, if no other API gets the request first. `"yes"` holds for every version
 * of the gateway.
 */
export function matchApi(api: ServedApi, request: ApiRequest): Match {
  if (api.isInternal || !isHttp(api) || hasOtherPort(api, request)) return "no";
  const fits = [fitListenPath(api, request), fitHost(api, request), fitServer(api)];
  if (fits.includes("no")) return "no";
  return fits.includes("maybe") ? "maybe" : "yes";
}

/**
 * The other API that may get a request in place of the one it is meant for, on any supported version of the gateway and with
 * any of its settings; `undefined` if there is none.
 */
export function findCompetingApi(
  own: ServedApi,
  apis: readonly ServedApi[],
  request: ApiRequest,
): ServedApi | undefined {
  const isServed = matchApi(own, request) === "yes";
  return apis.find((other) => {
    if (other.apiId === own.apiId || !canReceive(other, request)) return false;
    const sharesPort = other.listenPort === 0 || String(other.listenPort) !== portOf(request.url);
    return !(isServed && sharesPort && isMatchedBefore(own, other));
  });
}

/** Only these protocols are served over HTTP. */
function isHttp({ protocol }: ServedApi): boolean {
  return protocol !== "tcp" && protocol !== "tls";
}

function hasOtherPort({ listenPort }: ServedApi, { url }: ApiRequest): boolean {
  return listenPort !== 0 && String(listenPort) !== portOf(url);
}

function portOf({ port, protocol }: URL): string {
  return port === "" ? (protocol === "https:" ? "443" : "80") : port;
}

/** The path behind which the operation is must be the listen path whole: anything else of the API is passed to its upstream. */
function fitListenPath(api: ServedApi, request: ApiRequest): Match {
  const { path, endpoint } = request;
  if (!path.endsWith(endpoint) || matchPath(api.listenPath, path, "prefix") === "no") return "no";
  if (hasGeneratedPath(api) || usesOwnId(api, request)) return "no";
  const served = path.slice(0, path.length - endpoint.length);
  return matchPath(withoutLastSlashes(api.listenPath), served, "whole");
}

/** Whether the listen path may be one that the gateway made up, and that not every version serves. */
export function hasGeneratedPath(api: ServedApi): boolean {
  return pathsOf(api).length > 1;
}

/** Whether the path begins with the API's id. Versions that serve APIs by their ids then look for the operation behind it. */
export function usesOwnId({ apiId }: ServedApi, { path, endpoint }: ApiRequest): boolean {
  return path.startsWith(`/${apiId}/`) && path !== `/${apiId}${endpoint}`;
}

function fitHost({ domain, isDomainDisabled }: ServedApi, request: ApiRequest): Match {
  const { url, customDomains } = request;
  if (domain === "" || isDomainDisabled || customDomains === false) return "yes";
  return matchDomain(domain, url);
}

/** A port or a protocol of its own can give an API another server than the gateway's. */
function fitServer({ listenPort, protocol, hasSoundTarget }: ServedApi): Match {
  return listenPort === 0 && protocol === "" && hasSoundTarget ? "yes" : "maybe";
}

/** Whether a request could go to an API, at whatever path of it, if no other API got the request first. */
export function canReceive(api: ServedApi, request: ApiRequest): boolean {
  const { path, endpoint, customDomains } = request;
  // Without custom domains every API answers on every host.
  if (!isHttp(api) || (customDomains === true && fitHost(api, request) === "no")) return false;
  if (api.isInternal) {
    // Before 5.0.1 the gateway serves the OAuth endpoints of an internal API, and nothing else of it.
    const served = path.slice(0, path.length - endpoint.length);
    return (
      api.usesOAuth &&
      pathsOf(api).some((each) => matchPath(withoutLastSlashes(each), served, "whole") !== "no")
    );
  }
  // From 4.0.13 and 5.0.1 on each API is also served by its id.
  return [...pathsOf(api), `/${api.apiId}/`].some(
    (each) => matchPath(each, path, "prefix") !== "no",
  );
}

/** Whether the gateway tries the first API before the second one, whatever its version. */
function isMatchedBefore(first: ServedApi, second: ServedApi): boolean {
  // 5.3.2 to 5.6 try the longer domain first, later versions any domain first, even if its API answers on every host.
  if (second.domain !== "" && second.domain !== first.domain) return false;
  return Math.min(...sortLengths(first)) > Math.max(...sortLengths(second));
}

/** The lengths by which versions of the gateway sort an API: in bytes, and of patterns with or without what is in braces. */
function sortLengths(api: ServedApi): number[] {
  return pathsOf(api).flatMap((path) => {
    const whole = bytesOf(path);
    if (!isPattern(path)) return [whole];
    const segments = path.split("/").filter((segment) => !/^\{.+\}$/s.test(segment));
    const slashes = path.split("/").length - 1;
    return [whole, bytesOf(segments.join("")) + slashes];
  });
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/**
 * The listen paths that an API may really have. Of two APIs with one listen path the gateway appends `-` and the id to one or
 * both, and underscores if that is taken too. The definition then shows this path, but 4.x serves the original one, as others
 * do after a reload.
 */
function pathsOf({ apiId, listenPath }: ServedApi): readonly string[] {
  const bare = withoutLastUnderscores(listenPath);
  for (const path of [listenPath, bare])
    if (path.endsWith(`-${apiId}`)) return [listenPath, path.slice(0, -apiId.length - 1)];
  return [listenPath];
}

function withoutLastUnderscores(text: string): string {
  let end = text.length;
  while (text[end - 1] === "_") end -= 1;
  return text.slice(0, end);
}

import { withoutLastSlashes } from "../../config/base-url.ts";
import { matchDomain } from "./domain.ts";
import { matchPath, isPattern } from "./path-template.ts";
import type { Match } from "./path-template.ts";
import type { ServedApi } from "./served-api.ts";

/** A request to an API, as the gateway receives it. */
export interface ApiRequest {
  readonly url: URL;
  /** The decoded path, which the gateway matches. */
  readonly path: string;
  /** The path of the operation after the listen path, such as `/oauth/revoke_all`. */
  readonly endpoint: string;
  /** Whether the gateway's `enable_custom_domains` is on, or `undefined` if that is unknown. */
  readonly customDomains: boolean | undefined;
}

/**
 * Whether the API serves the request's operation, if no other API gets the request first. `"yes"` is valid for every
 * version of the gateway.
 */
export function matchApi(api: ServedApi, request: ApiRequest): Match {
  if (api.isInternal || !isHttp(api) || hasOtherPort(api, request)) return "no";
  const matches = [matchListenPath(api, request), matchHost(api, request), matchServer(api)];
  if (matches.includes("no")) return "no";
  return matches.includes("maybe") ? "maybe" : "yes";
}

/** Finds another API that may get the request instead, on any supported version of the gateway and with any of its settings. */
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

function isHttp({ protocol }: ServedApi): boolean {
  return protocol !== "tcp" && protocol !== "tls";
}

function hasOtherPort({ listenPort }: ServedApi, { url }: ApiRequest): boolean {
  return listenPort !== 0 && String(listenPort) !== portOf(url);
}

function portOf({ port, protocol }: URL): string {
  if (port !== "") return port;
  return protocol === "https:" ? "443" : "80";
}

/** The path before the operation must be the whole listen path. The API passes any other request to its upstream. */
function matchListenPath(api: ServedApi, request: ApiRequest): Match {
  const { path, endpoint } = request;
  if (!path.endsWith(endpoint) || matchPath(api.listenPath, path, "prefix") === "no") return "no";
  if (hasGeneratedPath(api) || usesOwnId(api, request)) return "no";
  const served = path.slice(0, path.length - endpoint.length);
  return matchPath(withoutLastSlashes(api.listenPath), served, "whole");
}

/** Whether the listen path may be one that the gateway generated. Not every version serves such a path. */
export function hasGeneratedPath(api: ServedApi): boolean {
  return possiblePaths(api).length > 1;
}

/**
 * Whether the path begins with the API's id. Versions that also serve APIs by their ids then look for the operation right
 * after the id.
 */
export function usesOwnId({ apiId }: ServedApi, { path, endpoint }: ApiRequest): boolean {
  return path.startsWith(`/${apiId}/`) && path !== `/${apiId}${endpoint}`;
}

function matchHost({ domain, isDomainDisabled }: ServedApi, request: ApiRequest): Match {
  const { url, customDomains } = request;
  if (domain === "" || isDomainDisabled || customDomains === false) return "yes";
  return matchDomain(domain, url);
}

/** An API with its own port or protocol may be on another server than the gateway's. */
function matchServer({ listenPort, protocol, hasParsableTarget }: ServedApi): Match {
  return listenPort === 0 && protocol === "" && hasParsableTarget ? "yes" : "maybe";
}

/** Whether a request could reach any path of an API, if no other API got the request first. */
export function canReceive(api: ServedApi, request: ApiRequest): boolean {
  const { path, endpoint, customDomains } = request;
  // Without custom domains every API is served on every host.
  if (!isHttp(api) || (customDomains === true && matchHost(api, request) === "no")) return false;
  if (api.isInternal) {
    // Before 5.0.1 the gateway serves only the OAuth endpoints of an internal API.
    const served = path.slice(0, path.length - endpoint.length);
    return (
      api.usesOAuth &&
      possiblePaths(api).some((one) => matchPath(withoutLastSlashes(one), served, "whole") !== "no")
    );
  }
  // From 4.0.13 and 5.0.1 on, each API is also served under its id.
  return [...possiblePaths(api), `/${api.apiId}/`].some(
    (each) => matchPath(each, path, "prefix") !== "no",
  );
}

/** Whether every version of the gateway tries the first API before the second one. */
function isMatchedBefore(first: ServedApi, second: ServedApi): boolean {
  // 5.3.2 to 5.6 try the longer domain first. Later versions try any domain first, even if its API is served on every host.
  if (second.domain !== "" && second.domain !== first.domain) return false;
  return Math.min(...sortLengths(first)) > Math.max(...sortLengths(second));
}

/**
 * Returns the lengths by which versions of the gateway sort an API. They count bytes, and of a pattern all of it or only
 * the parts outside the braces.
 */
function sortLengths(api: ServedApi): number[] {
  return possiblePaths(api).flatMap((path) => {
    const whole = byteLength(path);
    if (!isPattern(path)) return [whole];
    const segments = path.split("/").filter((segment) => !/^\{.+\}$/s.test(segment));
    const slashes = path.split("/").length - 1;
    return [whole, byteLength(segments.join("")) + slashes];
  });
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/**
 * Returns the listen paths that an API may really have. If two APIs have one listen path, the gateway appends `-` and the
 * id to one or both, and underscores if that path exists too. The definition then shows the new path. But 4.x serves the
 * original one, and other versions do so after a reload.
 */
function possiblePaths({ apiId, listenPath }: ServedApi): readonly string[] {
  const withoutUnderscores = withoutLastUnderscores(listenPath);
  for (const path of [listenPath, withoutUnderscores])
    if (path.endsWith(`-${apiId}`)) return [listenPath, path.slice(0, -apiId.length - 1)];
  return [listenPath];
}

function withoutLastUnderscores(text: string): string {
  let end = text.length;
  while (text[end - 1] === "_") end -= 1;
  return text.slice(0, end);
}

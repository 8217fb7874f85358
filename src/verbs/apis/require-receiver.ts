import type { MethodContext } from "../method-context.ts";
import { forgetApi } from "./definition.ts";
import {
  findCompetingApi,
  matchApi,
  hasGeneratedPath,
  usesOwnId,
  canReceive,
} from "./receiving-api.ts";
import type { ApiRequest } from "./receiving-api.ts";
import type { ServedApi } from "./served-api.ts";

/** Throws unless the API itself is the only one that can receive the request, in each form that the gateway may receive. */
export function requireReceiver(
  context: MethodContext,
  own: ServedApi,
  apis: readonly ServedApi[],
  requests: readonly ApiRequest[],
): void {
  const why = requests.every((request) => matchApi(own, request) === "no")
    ? whyNotServed(own, requests)
    : whyNotAlone(own, apis, requests);
  if (why === undefined) return;
  // The user may change the APIs after this error, so the next call must not use the cache.
  forgetApi(context, own.apiId);
  throw context.createUnsupportedError(why);
}

function whyNotServed(own: ServedApi, requests: readonly ApiRequest[]): string {
  const { apiId, domain, listenPort, isInternal } = own;
  const [request] = requests;
  const name = `the API ${apiId}`;
  if (isInternal) return `${name} is internal: the gateway serves it only to other APIs`;
  if (listenPort !== 0 && request?.url.port !== String(listenPort))
    return `${name} has its own port, ${listenPort}: make apiBaseUrl a function that returns an address with this port`;
  if (hasGeneratedPath(own))
    return `the listen path of ${name} ends with its id, like the paths that the gateway generates for APIs with the same path, and may not be served: give the API another listen path`;
  if (requests.some((each) => usesOwnId(own, each)))
    return `the listen path of ${name} begins with its id: newer gateways also serve the API under its id, and then do not find its OAuth endpoints. Give the API another listen path or id`;
  const withoutDomain = { ...own, domain: "" };
  if (requests.some((each) => matchApi(withoutDomain, each) !== "no"))
    return `${name} has its own domain, ${domain}, and is served only on that host: make apiBaseUrl a function that returns an address with this host, or set customDomains: false if the gateway's enable_custom_domains is off`;
  return `${name} would not receive the request, because its listen path does not match the path as the gateway decodes it: give the API a plain listen path`;
}

function whyNotAlone(
  own: ServedApi,
  apis: readonly ServedApi[],
  requests: readonly ApiRequest[],
): string | undefined {
  for (const request of requests) {
    const competitor = findCompetingApi(own, apis, request);
    if (competitor !== undefined)
      return `the API ${quoteId(competitor.apiId)} may receive the request that is meant for the API ${own.apiId}: nothing was sent; ${remedyFor(own, apis, request)}`;
    if (matchApi(own, request) === "no" && canReceive(own, request))
      return `the API ${own.apiId} would pass the request to its upstream if no proxy removes the path of apiBaseUrl: set an apiBaseUrl without a path, or with the path of baseUrl`;
  }
  return undefined;
}

/** Tells the user how to settle which of two APIs receives a request. */
function remedyFor(own: ServedApi, apis: readonly ServedApi[], request: ApiRequest): string {
  const withCustomDomains = { ...request, customDomains: true };
  const isSolvedByCustomDomains =
    request.customDomains === undefined &&
    findCompetingApi(own, apis, withCustomDomains) === undefined;
  return isSolvedByCustomDomains
    ? "set customDomains: true if the gateway's enable_custom_domains is on"
    : "give the two APIs listen paths that do not begin with each other, or with the id of the other API";
}

/** Quotes an id that is unsafe in a log. The API may be another organisation's, so its id can be any string. */
function quoteId(id: string): string {
  return /^[\w.:-]{1,128}$/.test(id) ? id : JSON.stringify(id.slice(0, 128));
}

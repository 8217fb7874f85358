import { TykUnsupportedError } from "../../errors/method.ts";
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

/** Throws unless the API itself is the only one that can receive the request, in each form that the gateway may see. */
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
  // The refusal can be the reason why somebody changes the APIs now.
  forgetApi(context, own.apiId);
  throw new TykUnsupportedError(why, { operation: context.name });
}

function whyNotServed(own: ServedApi, requests: readonly ApiRequest[]): string {
  const { apiId, domain, listenPort, isInternal } = own;
  const [request] = requests;
  const named = `the API ${apiId}`;
  if (isInternal) return `${named} is internal: the gateway serves it to other APIs alone`;
  if (listenPort !== 0 && request?.url.port !== String(listenPort))
    return `${named} has a port of its own, ${listenPort}: give apiBaseUrl as a function that names this port`;
  if (hasGeneratedPath(own))
    return `the listen path of ${named} ends with its id, as the gateway's own for APIs with the same path, and may not be served: give the API another listen path`;
  if (requests.some((each) => usesOwnId(own, each)))
    return `the listen path of ${named} begins with its id, where newer gateways serve the API too, so that its OAuth endpoints are not found: give the API another listen path or id`;
  const withoutDomain = { ...own, domain: "" };
  if (requests.some((each) => matchApi(withoutDomain, each) !== "no"))
    return `${named} has a domain of its own, ${domain}, and is served on that host alone: give apiBaseUrl as a function that names this host, or set customDomains: false if the gateway's enable_custom_domains is off`;
  return `${named} would not receive the request: its listen path does not match the path as the gateway decodes it; give the API a plain listen path`;
}

function whyNotAlone(
  own: ServedApi,
  apis: readonly ServedApi[],
  requests: readonly ApiRequest[],
): string | undefined {
  for (const request of requests) {
    const rival = findCompetingApi(own, apis, request);
    if (rival === undefined && matchApi(own, request) === "no" && canReceive(own, request))
      return `the API ${own.apiId} would pass the request on to its upstream if nothing takes the path of apiBaseUrl off: give an apiBaseUrl without a path, or with the same as baseUrl`;
    if (rival === undefined) continue;
    const known = { ...request, customDomains: true };
    const isSettled =
      request.customDomains === undefined && findCompetingApi(own, apis, known) === undefined;
    const remedy = isSettled
      ? "set customDomains: true if the gateway's enable_custom_domains is on"
      : "give the two APIs listen paths of which neither begins with the other, nor with the other's id";
    return `the API ${shown(rival.apiId)} may receive the request that is meant for the API ${own.apiId}, and what it carries: nothing was sent; ${remedy}`;
  }
  return undefined;
}

/** An id of another organisation's API: it can be anything. */
function shown(id: string): string {
  return /^[\w.:-]{1,128}$/.test(id) ? id : JSON.stringify(id.slice(0, 128));
}

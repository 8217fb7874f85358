import { handleHealth } from "../control/health.ts";
import type { GatewayState } from "../gateway-state.ts";
import { percentEncode } from "../go/percent-encoding.ts";
import type { GatewayRequest } from "../http/request.ts";
import {
  createErrorResponse,
  createRedirectResponse,
  createTextResponse,
} from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
import { routeApi } from "./api-routes.ts";
import type { ControlTarget } from "./control-routes.ts";
import { findSecretError } from "./gateway-secret.ts";
import type { RoutedRequest, Router } from "./router.ts";

/** The 404 of an unknown route of the control API. */
const pageNotFound = createTextResponse(404, "404 page not found\n");
/** The 404 of a request that no API receives, or that came to the wrong address. */
const notFound = createTextResponse(404, "Not Found");

/**
 * Routes a request by its decoded path, as the gateway does (Trap 2). A path that is not clean is redirected to the clean
 * path. Then the control API is tried, and the APIs last.
 */
export function routeRequest(
  state: GatewayState,
  router: Router<ControlTarget>,
  request: GatewayRequest,
): RoutedRequest {
  const clean = cleanPath(request.path);
  if (clean !== request.path) return respondWith(redirectTo(clean, request));
  const { separateControl } = state.settings;
  const servesControl = !separateControl || request.address === "control";
  const servesApis = !separateControl || request.address === "apis";
  const servesHello = !separateControl || servesControl === state.traits.hasHelloOnControl;
  return (
    (servesHello ? routeHealth(state, request) : undefined) ??
    (servesControl ? routeControl(state, router, request) : undefined) ??
    (servesApis ? routeApi(state, request) : undefined) ??
    respondWith(servesControl || state.traits.usesNotFoundOnApis ? notFound : pageNotFound)
  );
}

/** Removes `.`, `..` and doubled slashes from a path. A final slash stays. */
function cleanPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  if (segments.length === 0) return "/";
  return `/${segments.join("/")}${path.endsWith("/") ? "/" : ""}`;
}

function routeHealth(state: GatewayState, request: GatewayRequest): RoutedRequest | undefined {
  if (request.path === `/${state.settings.healthCheckEndpointName}`)
    return { operation: "hello", handle: () => handleHealth(state, request, "Tyk GW") };
  if (request.path === "/ready" && state.traits.hasReadiness)
    return { operation: undefined, handle: () => handleHealth(state, request, "Tyk GW Ready") };
  return undefined;
}

function routeControl(
  state: GatewayState,
  router: Router<ControlTarget>,
  request: GatewayRequest,
): RoutedRequest | undefined {
  if (!request.path.startsWith("/tyk/")) return undefined;
  // The gateway also removes the prefix from the path as it was sent, if that is encoded in an unusual way.
  const isWrittenPlainly = percentEncode(request.path, "path") === request.rawPath;
  if (!isWrittenPlainly && !request.rawPath.startsWith("/tyk")) return respondWith(pageNotFound);

  const path = request.path.slice("/tyk".length).replace(/\/+$/, "");
  const match = router.match(request, path);
  const operation = typeof match === "string" ? undefined : match.target.operation;
  const secretError = findSecretError(state, request);
  if (secretError !== undefined) return respondWith(secretError, operation);
  if (path === "") return respondWith(redirectTo("/", request));
  if (match === "not-found") return respondWith(pageNotFound);
  if (match === "method-not-allowed")
    return respondWith(createErrorResponse(405, "Method not supported"));
  const { target, params } = match;
  const param = (name: string): string => params[name] ?? "";
  return { operation, handle: () => target.handler({ state, request, param }) };
}

function respondWith(response: GatewayResponse, operation?: string): RoutedRequest {
  return { operation, handle: () => response };
}

function redirectTo(path: string, request: GatewayRequest): GatewayResponse {
  const query = request.hasEmptyQuery || request.rawQuery !== "" ? `?${request.rawQuery}` : "";
  return createRedirectResponse(301, `${percentEncode(path, "path")}${query}`);
}

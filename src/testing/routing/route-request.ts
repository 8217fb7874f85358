import { handleHello, handleReady } from "../control/health.ts";
import {
  createErrorResponse,
  createNotFoundResponse,
  createPageNotFoundResponse,
  createRedirectResponse,
} from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
import { cleanPath } from "../go/clean-path.ts";
import { percentEncode } from "../go/percent-encoding.ts";
import type { GatewayRequest } from "../http/request.ts";
import type { GatewayState } from "../gateway-state.ts";
import { routeApi } from "./api-routes.ts";
import type { ControlTarget } from "./control-routes.ts";
import { hasGatewaySecret, createWrongSecretResponse } from "./gateway-secret.ts";
import type { RoutedRequest, Router } from "./router.ts";

/**
 * Routes a request by its decoded path, as the gateway does (Trap 2). A path that is not clean is redirected
 * to the clean path. Then the control API is tried, and the APIs last.
 */
export function routeRequest(
  state: GatewayState,
  router: Router<ControlTarget>,
  request: GatewayRequest,
): RoutedRequest {
  const clean = cleanPath(request.path);
  if (clean !== request.path) return respondWith(redirectTo(clean, request));
  const served = getServedParts(state, request);
  return (
    (served.hello ? routeHealth(state, request) : undefined) ??
    (served.control ? routeControl(state, router, request) : undefined) ??
    (served.apis ? routeApi(state, request) : undefined) ??
    respondWith(
      served.control || state.traits.usesNotFoundOnApis
        ? createNotFoundResponse()
        : createPageNotFoundResponse(),
    )
  );
}

/** Returns what the request's address serves. */
function getServedParts(
  state: GatewayState,
  request: GatewayRequest,
): Record<"hello" | "control" | "apis", boolean> {
  if (!state.settings.separateControl) return { hello: true, control: true, apis: true };
  const control = request.address === "control";
  return { hello: control === state.traits.hasHelloOnControl, control, apis: !control };
}

function routeHealth(state: GatewayState, request: GatewayRequest): RoutedRequest | undefined {
  if (request.path === `/${state.settings.healthCheckEndpointName}`)
    return { operation: "hello", handle: () => handleHello(state, request) };
  const isReady = request.path === "/ready" && state.traits.hasReadiness;
  return isReady ? { operation: undefined, handle: () => handleReady(state, request) } : undefined;
}

function routeControl(
  state: GatewayState,
  router: Router<ControlTarget>,
  request: GatewayRequest,
): RoutedRequest | undefined {
  if (!request.path.startsWith("/tyk/")) return undefined;
  // The gateway also removes the prefix from the path as it was sent, if that is encoded in an unusual way.
  const isWrittenPlainly = percentEncode(request.path, "path") === request.rawPath;
  if (!isWrittenPlainly && !request.rawPath.startsWith("/tyk"))
    return respondWith(createPageNotFoundResponse());

  const path = request.path.slice("/tyk".length).replace(/\/+$/, "");
  const match = router.match(request, path);
  const operation = typeof match === "string" ? undefined : match.target.operation;
  if (!hasGatewaySecret(state, request)) return respondWith(createWrongSecretResponse(), operation);
  if (path === "") return respondWith(redirectTo("/", request));
  if (match === "not-found") return respondWith(createPageNotFoundResponse());
  if (match === "method-not-allowed")
    return respondWith(createErrorResponse(405, "Method not supported"));
  const { target, params } = match;
  return {
    operation,
    handle: () => target.handler({ state, request, param: (name) => params[name] ?? "" }),
  };
}

function respondWith(response: GatewayResponse, operation?: string): RoutedRequest {
  return { operation, handle: () => response };
}

function redirectTo(path: string, request: GatewayRequest): GatewayResponse {
  const query = request.hasEmptyQuery || request.rawQuery !== "" ? `?${request.rawQuery}` : "";
  return createRedirectResponse(301, `${percentEncode(path, "path")}${query}`);
}

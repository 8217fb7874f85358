import { hello, ready } from "../control/health.ts";
import { errorAnswer, notFound, pageNotFound, redirectAnswer } from "../http/answer.ts";
import type { Answer } from "../http/answer.ts";
import { cleanPath } from "../go/path.ts";
import { percentEncode } from "../go/percent.ts";
import type { GatewayRequest } from "../http/request.ts";
import type { GatewayState } from "../state.ts";
import { routeApi } from "./api-routes.ts";
import type { ControlTarget } from "./control-routes.ts";
import { isAdministrator, refuseAdministration } from "./secret.ts";
import type { Routed, Router } from "./router.ts";

/**
 * Routes a request as the gateway does, on the decoded path: one that is not clean is sent to the clean one, and only then
 * the control API is tried, and after it the APIs.
 */
export function route(
  state: GatewayState,
  router: Router<ControlTarget>,
  request: GatewayRequest,
): Routed {
  const clean = cleanPath(request.path);
  if (clean !== request.path) return always(redirectTo(clean, request));
  const served = addressesOf(state, request);
  return (
    (served.hello ? routeHealth(state, request) : undefined) ??
    (served.control ? routeControl(state, router, request) : undefined) ??
    (served.apis ? routeApi(state, request) : undefined) ??
    always(served.control || state.traits.saysNotFoundOnApis ? notFound() : pageNotFound())
  );
}

/** What the address serves that a request came to. */
function addressesOf(
  state: GatewayState,
  request: GatewayRequest,
): Record<"hello" | "control" | "apis", boolean> {
  if (!state.settings.separateControl) return { hello: true, control: true, apis: true };
  const control = request.address === "control";
  return { hello: control === state.traits.hasHelloOnControl, control, apis: !control };
}

function routeHealth(state: GatewayState, request: GatewayRequest): Routed | undefined {
  if (request.path === `/${state.settings.healthCheckEndpointName}`)
    return { operation: "hello", run: () => hello(state, request) };
  const isReady = request.path === "/ready" && state.traits.hasReadiness;
  return isReady ? { operation: undefined, run: () => ready(state, request) } : undefined;
}

function routeControl(
  state: GatewayState,
  router: Router<ControlTarget>,
  request: GatewayRequest,
): Routed | undefined {
  if (!request.path.startsWith("/tyk/")) return undefined;
  // The gateway takes the prefix off the path as it was sent, too, where that is written in a way of its own.
  const isWrittenPlainly = percentEncode(request.path, "path") === request.rawPath;
  if (!isWrittenPlainly && !request.rawPath.startsWith("/tyk")) return always(pageNotFound());

  const path = request.path.slice("/tyk".length).replace(/\/+$/, "");
  const match = router.match(request, path);
  const operation = typeof match === "string" ? undefined : match.target.operation;
  if (!isAdministrator(state, request)) return always(refuseAdministration(), operation);
  if (path === "") return always(redirectTo("/", request));
  if (match === "not-found") return always(pageNotFound());
  if (match === "method-not-allowed") return always(errorAnswer(405, "Method not supported"));
  const { target, params } = match;
  return {
    operation,
    run: () => target.handler({ state, request, param: (name) => params[name] ?? "" }),
  };
}

function always(answer: Answer, operation?: string): Routed {
  return { operation, run: () => answer };
}

function redirectTo(path: string, request: GatewayRequest): Answer {
  const query = request.forceQuery || request.rawQuery !== "" ? `?${request.rawQuery}` : "";
  return redirectAnswer(301, `${percentEncode(path, "path")}${query}`);
}

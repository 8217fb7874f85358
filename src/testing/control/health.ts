import { createErrorResponse, createJsonResponse } from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
import type { GatewayRequest } from "../http/request.ts";
import type { GatewayState } from "../gateway-state.ts";

/** `GET /hello`: responds with the status and the version. It needs no secret. */
export function handleHello(state: GatewayState, request: GatewayRequest): GatewayResponse {
  return createHealthResponse(state, request, "Tyk GW");
}

export function handleReady(state: GatewayState, request: GatewayRequest): GatewayResponse {
  return createHealthResponse(state, request, "Tyk GW Ready");
}

function createHealthResponse(
  state: GatewayState,
  request: GatewayRequest,
  description: string,
): GatewayResponse {
  if (request.method !== "GET") return createErrorResponse(405, "Method Not Allowed");
  const time = `${new Date(state.clock.now()).toISOString().slice(0, 19)}Z`;
  return createJsonResponse(200, {
    status: "pass",
    version: `v${state.settings.version}`,
    description,
    details: { redis: { status: "pass", componentType: "datastore", time } },
  });
}

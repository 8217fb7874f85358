import type { GatewayState } from "../gateway-state.ts";
import type { GatewayRequest } from "../http/request.ts";
import { createErrorResponse, createJsonResponse } from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";

/** `GET /hello` and `GET /ready`: responds with the status and the version. They need no secret. */
export function handleHealth(
  state: GatewayState,
  request: GatewayRequest,
  description: "Tyk GW" | "Tyk GW Ready",
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

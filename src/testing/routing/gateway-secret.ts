import { createErrorResponse } from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
import type { GatewayRequest } from "../http/request.ts";
import type { GatewayState } from "../gateway-state.ts";

/** Whether a request has the gateway's secret. */
export function hasGatewaySecret(state: GatewayState, request: GatewayRequest): boolean {
  return request.headers.get("x-tyk-authorization") === state.settings.secret;
}

export function createWrongSecretResponse(): GatewayResponse {
  return createErrorResponse(403, "Attempted administrative access with invalid or missing key!");
}

import type { GatewayState } from "../gateway-state.ts";
import type { GatewayRequest } from "../http/request.ts";
import { createErrorResponse } from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";

/** Returns the response to a request without the gateway's secret, or `undefined` if the request has it. */
export function findSecretError(
  { settings }: GatewayState,
  { headers }: GatewayRequest,
): GatewayResponse | undefined {
  if (headers.get("x-tyk-authorization") === settings.secret) return undefined;
  return createErrorResponse(403, "Attempted administrative access with invalid or missing key!");
}

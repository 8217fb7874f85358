import { errorAnswer } from "../http/answer.ts";
import type { Answer } from "../http/answer.ts";
import type { GatewayRequest } from "../http/request.ts";
import type { GatewayState } from "../state.ts";

/** Whether a request carries the gateway's secret. */
export function isAdministrator(state: GatewayState, request: GatewayRequest): boolean {
  return request.headers.get("x-tyk-authorization") === state.settings.secret;
}

export function refuseAdministration(): Answer {
  return errorAnswer(403, "Attempted administrative access with invalid or missing key!");
}

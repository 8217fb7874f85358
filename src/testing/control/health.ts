import { errorAnswer, jsonAnswer } from "../http/answer.ts";
import type { Answer } from "../http/answer.ts";
import type { GatewayRequest } from "../http/request.ts";
import type { GatewayState } from "../state.ts";

/** `GET /hello`: that the gateway is there, and its version. It takes no secret. */
export function hello(state: GatewayState, request: GatewayRequest): Answer {
  return healthAnswer(state, request, "Tyk GW");
}

/** `GET /ready`. */
export function ready(state: GatewayState, request: GatewayRequest): Answer {
  return healthAnswer(state, request, "Tyk GW Ready");
}

function healthAnswer(state: GatewayState, request: GatewayRequest, description: string): Answer {
  if (request.method !== "GET") return errorAnswer(405, "Method Not Allowed");
  const time = `${new Date(state.clock.now()).toISOString().slice(0, 19)}Z`;
  return jsonAnswer(200, {
    status: "pass",
    version: `v${state.settings.version}`,
    description,
    details: { redis: { status: "pass", componentType: "datastore", time } },
  });
}

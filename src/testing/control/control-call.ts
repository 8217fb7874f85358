import type { GatewayResponse } from "../http/response.ts";
import type { GatewayRequest } from "../http/request.ts";
import type { GatewayState } from "../gateway-state.ts";

/** A call of the control API, routed. */
export interface ControlCall {
  readonly state: GatewayState;
  readonly request: GatewayRequest;
  /** A value of the path, "" where the route has none of that name. */
  param(name: string): string;
}

export type ControlHandler = (call: ControlCall) => GatewayResponse;

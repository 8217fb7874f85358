import type { GatewayResponse } from "../http/response.ts";
import type { GatewayRequest } from "../http/request.ts";
import type { GatewayState } from "../gateway-state.ts";

/** A routed request to the control API. */
export interface ControlCall {
  readonly state: GatewayState;
  readonly request: GatewayRequest;
  /** Returns a variable of the route's path, or "" if the route has none of this name. */
  readonly param: (name: string) => string;
}

export type ControlHandler = (call: ControlCall) => GatewayResponse;

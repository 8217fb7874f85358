import type { GatewayInfo } from "../../../generated/index.ts";
import { TykNotFoundError, TykRouteError } from "../../errors/api.ts";
import type { MethodContext } from "../method-context.ts";

/** Reads the gateway's health and version. */
export async function gatewayInfo(context: MethodContext): Promise<GatewayInfo> {
  try {
    return await context.read("hello", {});
  } catch (error) {
    if (!(error instanceof TykRouteError || error instanceof TykNotFoundError)) throw error;
    const { attempts, outcome, status } = error;
    throw new TykRouteError(
      `the gateway does not serve /hello at this address (${status}): its health_check_endpoint_name may give the endpoint another name, or the endpoint is on the APIs' port, as before 3.2`,
      { operation: context.name, attempts, outcome, status, cause: error },
    );
  }
}

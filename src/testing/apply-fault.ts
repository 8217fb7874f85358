import { ConnectionDroppedError } from "./errors.ts";
import type { FaultAnswer, GatewayFault, StorageOutage } from "./faults.ts";
import type { GatewayResponse } from "./http/response.ts";

const proxyPage =
  "<!doctype html>\n<html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>\n";

/** Handles the request as if there were no fault. */
type Handle = () => GatewayResponse | Promise<GatewayResponse>;

/** Applies a fault to a request, and handles the request if the fault lets it take effect. */
export async function applyFault(
  fault: Exclude<GatewayFault, StorageOutage>,
  handle: Handle,
  signal: AbortSignal,
): Promise<GatewayResponse> {
  if (fault === "drop") throw new ConnectionDroppedError("dropped by a fault");
  if (fault === "html")
    return {
      status: 200,
      headers: { "content-type": "text/html; charset=utf-8" },
      body: proxyPage,
    };
  if (typeof fault === "object") return applyFaultAnswer(fault, handle, signal);
  const response = await handle();
  if (fault === "applied-then-drop")
    throw new ConnectionDroppedError("dropped by a fault, after the request took effect");
  return {
    ...response,
    body: fault === "empty" ? "" : response.body.slice(0, Math.floor(response.body.length / 2)),
  };
}

async function applyFaultAnswer(
  fault: FaultAnswer,
  handle: Handle,
  signal: AbortSignal,
): Promise<GatewayResponse> {
  const response =
    fault.status === undefined ? await handle() : createFaultResponse(fault, fault.status);
  const { delayMs = 0 } = fault;
  if (delayMs > 0) await delay(delayMs, signal);
  return response;
}

/** Waits, unless the caller no longer waits for the response. */
function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    if (signal.aborted) finish();
    else signal.addEventListener("abort", finish);
  });
}

function createFaultResponse(fault: FaultAnswer, status: number): GatewayResponse {
  const { body = "", headers } = fault;
  if (typeof body === "string")
    return { status, headers: headers ?? { "content-type": "text/plain; charset=utf-8" }, body };
  return {
    status,
    headers: headers ?? { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}

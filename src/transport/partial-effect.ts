import { isRecord } from "../util/json.ts";
import type { OperationId } from "../operations/operations.ts";

/**
 * Whether the gateway can refuse a request after it applied a part of it. A create without `api_id` stores the client on the
 * APIs of its policy one by one, and stops at an API that does not exist (trap 27).
 */
export function canBePartial(operationId: OperationId, body: unknown): boolean {
  if (operationId !== "createOAuthClient") return false;
  const apiId = isRecord(body) ? body["api_id"] : undefined;
  return typeof apiId !== "string" || apiId === "";
}

/** The messages for an unknown policy and for a policy without an OAuth API. With these the gateway stored nothing. */
const completeRefusals = ['"Policy doesn\'t exist"', '"API is not OAuth2"'];

/** Whether the gateway may have applied a part of a request that it refused. Only for requests that {@link canBePartial}. */
export function isPartialRefusal(status: number, body: string): boolean {
  return status === 400 && !completeRefusals.some((message) => body.includes(message));
}

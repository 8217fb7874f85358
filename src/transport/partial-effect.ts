import { isRecord } from "../util/json.ts";
import type { OperationId } from "../operations/operations.ts";

/**
 * Whether the gateway can refuse a request after it did a part of it. A create that names no API goes through the APIs of its
 * policy one by one, and stops at one that does not exist.
 */
export function canBePartial(operationId: OperationId, body: unknown): boolean {
  if (operationId !== "createOAuthClient") return false;
  const apiId = isRecord(body) ? body["api_id"] : undefined;
  return typeof apiId !== "string" || apiId === "";
}

/** The gateway's words for a policy that it does not have, and for one that grants no OAuth API: it stored nothing. */
const wholeRefusals = ['"Policy doesn\'t exist"', '"API is not OAuth2"'];

/** Whether a refusal leaves open what became of a request that can be done in part. */
export function isPartialRefusal(status: number, body: string): boolean {
  return status === 400 && !wholeRefusals.some((words) => body.includes(words));
}

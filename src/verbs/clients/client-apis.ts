import type { ClientEverywhere } from "../../types/client-refs.ts";
import { readConfirmed } from "../evidence/confirm-absence.ts";
import type { MethodContext } from "../method-context.ts";

export function listClientApis(context: MethodContext, args: ClientEverywhere): Promise<string[]> {
  context.check.record(args, "args", ["clientId", "orgId"]);
  const { clientId, orgId } = args;
  context.check.id(clientId, "clientId");
  return confirmedClientApis(context, clientId, context.orgId(orgId));
}

/** Reads the APIs that have a client. Confirms an empty list, because every list is empty while storage is down (trap 28). */
export function confirmedClientApis(
  context: MethodContext,
  clientId: string,
  orgId = "",
): Promise<string[]> {
  const what = `the list of the APIs of ${clientId}`;
  return readConfirmed(context, what, () => findClientApis(context, clientId, orgId));
}

/** Reads the APIs that have a client, as the gateway lists them. APIs whose index is broken are missing (trap 10). */
export async function findClientApis(
  context: MethodContext,
  clientId: string,
  orgId = "",
): Promise<string[]> {
  // Without `orgID`, which may be empty, the gateway reads the path as a client of an API named "apis".
  const input = { path: { clientID: clientId }, query: { orgID: orgId } };
  return context.read("listOAuthClientApis", input);
}

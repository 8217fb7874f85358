import type { ClientEverywhere } from "../../types/client-refs.ts";
import { readConfirmed } from "../evidence/confirm-absence.ts";
import type { MethodContext } from "../method-context.ts";

/** Lists the APIs that hold a client. */
export function listClientApis(context: MethodContext, args: ClientEverywhere): Promise<string[]> {
  context.check.record(args, "args");
  const { clientId, orgId } = args;
  context.check.id(clientId, "clientId");
  return confirmedClientApis(context, clientId, context.orgId(orgId));
}

/** The same list. While storage is down it is empty (trap 28), so an empty one is confirmed. */
export function confirmedClientApis(
  context: MethodContext,
  clientId: string,
  orgId = "",
): Promise<string[]> {
  return readConfirmed(
    context,
    `the list of the APIs of ${clientId}`,
    () => findClientApis(context, clientId, orgId),
    (apiIds) => apiIds.length === 0,
  );
}

/** The APIs that hold a client, as the gateway lists them: those whose index is broken are left out. */
export async function findClientApis(
  context: MethodContext,
  clientId: string,
  orgId = "",
): Promise<string[]> {
  // Without the key, even an empty one, the gateway reads the path as the client of an API named "apis".
  const input = { path: { clientID: clientId }, query: { orgID: orgId } };
  return context.read("listOAuthClientApis", input);
}

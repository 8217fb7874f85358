import type { ClientEverywhere } from "../../types/client-refs.ts";
import { readConfirmed } from "../evidence/confirm-absence.ts";
import type { Verb } from "../verb.ts";

/** Lists the APIs that hold a client. */
export function listClientApis(verb: Verb, args: ClientEverywhere): Promise<string[]> {
  verb.check.record(args, "args");
  const { clientId, orgId } = args;
  verb.check.id(clientId, "clientId");
  return confirmedClientApis(verb, clientId, verb.orgId(orgId));
}

/** The same list. While storage is down it is empty (trap 28), so an empty one is confirmed. */
export function confirmedClientApis(verb: Verb, clientId: string, orgId = ""): Promise<string[]> {
  return readConfirmed(
    verb,
    `the list of the APIs of ${clientId}`,
    () => findClientApis(verb, clientId, orgId),
    (apiIds) => apiIds.length === 0,
  );
}

/** The APIs that hold a client, as the gateway lists them: those whose index is broken are left out. */
export async function findClientApis(verb: Verb, clientId: string, orgId = ""): Promise<string[]> {
  // Without the key, even an empty one, the gateway reads the path as the client of an API named "apis".
  const input = { path: { clientID: clientId }, query: { orgID: orgId } };
  return verb.read("listOAuthClientApis", input);
}

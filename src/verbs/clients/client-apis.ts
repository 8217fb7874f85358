import type { ClientEverywhere } from "../../refs.ts";
import { readConfirmed } from "../evidence/confirm-absence.ts";
import type { Verb } from "../verb.ts";

/** Lists the APIs that hold a client. While storage is down the list is empty (trap 28), so that an empty one is confirmed. */
export function listClientApis(verb: Verb, args: ClientEverywhere): Promise<string[]> {
  verb.record(args, "args");
  const { clientId, orgId } = args;
  verb.id(clientId, "clientId");
  const ofOrganisation = verb.orgId(orgId);
  return readConfirmed(
    verb,
    `the list of the APIs of ${clientId}`,
    () => findClientApis(verb, clientId, ofOrganisation),
    (apiIds) => apiIds.length === 0,
  );
}

/** The APIs that hold a client, as the gateway lists them: those whose index is broken are left out. */
export async function findClientApis(verb: Verb, clientId: string, orgId = ""): Promise<string[]> {
  // Without the key, even an empty one, the gateway reads the path as the client of an API named "apis".
  const input = { path: { clientID: clientId }, query: { orgID: orgId } };
  return verb.read("listOAuthClientApis", input);
}

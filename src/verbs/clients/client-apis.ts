import type { ClientEverywhere } from "../../refs.ts";
import { controlKeys } from "../evidence/key-absence.ts";
import { unprovedList } from "../evidence/unproved-list.ts";
import type { Verb } from "../verb.ts";

/** Lists the APIs that hold a client. */
export async function listClientApis(verb: Verb, args: ClientEverywhere): Promise<string[]> {
  verb.record(args, "args");
  const { clientId, orgId } = args;
  verb.id(clientId, "clientId");
  const apiIds = await findClientApis(verb, clientId, verb.orgId(orgId));
  if (apiIds.length > 0) return apiIds;
  // While storage is down the list is empty (trap 28).
  const doubt = await controlKeys(verb, undefined);
  const again = await findClientApis(verb, clientId, verb.orgId(orgId));
  if (again.length > 0 || doubt === undefined) return again;
  throw unprovedList(verb, `the client ${clientId} is on no API`, doubt, { clientId });
}

/** The APIs that hold a client, as the gateway lists them: those whose index is broken are left out. */
export async function findClientApis(verb: Verb, clientId: string, orgId = ""): Promise<string[]> {
  // Without the key, even an empty one, the gateway reads the path as the client of an API named "apis".
  const input = { path: { clientID: clientId }, query: { orgID: orgId } };
  return verb.read("listOAuthClientApis", input);
}

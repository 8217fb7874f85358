import type { ClientEverywhere } from "../../refs.ts";
import type { Verb } from "../verb.ts";

/** Lists the APIs that hold a client. */
export function listClientApis(verb: Verb, args: ClientEverywhere): Promise<string[]> {
  verb.record(args, "args");
  const { clientId, orgId } = args;
  verb.id(clientId, "clientId");
  return findClientApis(verb, clientId, verb.orgId(orgId));
}

/** The APIs that hold a client, as the gateway lists them: those whose index is broken are left out. */
export async function findClientApis(verb: Verb, clientId: string, orgId = ""): Promise<string[]> {
  // Without the key, even an empty one, the gateway reads the path as the client of an API named "apis".
  const input = { path: { clientID: clientId }, query: { orgID: orgId } };
  return verb.read("listOAuthClientApis", input);
}

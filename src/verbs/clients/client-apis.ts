import type { Verb } from "../verb.ts";

/** The APIs that hold a client, as the gateway lists them: those whose index is broken are left out. */
export async function findClientApis(verb: Verb, clientId: string, orgId = ""): Promise<string[]> {
  // Without the key, even an empty one, the gateway reads the path as the client of an API named "apis".
  const input = { path: { clientID: clientId }, query: { orgID: orgId } };
  return verb.read("listOAuthClientApis", input);
}

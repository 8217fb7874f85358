import { closestName, describeName } from "./closest-name.ts";
import type { Aliases } from "./closest-name.ts";
import { optionAliases } from "./option-aliases.ts";

/** Names that other libraries or other parts of this package use. If a name is in several lists, the first one counts. */
const otherAliases: Aliases = {
  clientId: "client id",
  client_id: "client id",
  apiId: "api id",
  api_id: "id",
  apis: "api",
  ca: "rejectunauthorized",
  connectTimeoutMs: "timeout timeouts",
  deadlineMs: "deadline",
  delayMs: "delay",
  hostname: "host",
  domain: "host",
  redirectUri: "callback callbackurl uri url",
  redirect_uri: "callback callbackurl uri url",
  listenPath: "listpath path",
  listen_path: "listpath path",
  metaData: "metadata",
  meta_data: "metadata",
  method: "verb",
  operation: "route",
  org_id: "org organisation organization",
  passphrase: "password",
  path: "address endpoint uri url",
  policyId: "id policy",
  policy_id: "policy",
  policies: "policy",
  status: "statuscode",
  token: "key",
  keys: "key",
};

/** Says that a name is unknown, and which name is meant or which names there are. `kind` is "option" or "field", for example. */
export function describeUnknownName(
  kind: string,
  name: string,
  names: readonly string[],
  where = "",
): string {
  return describeName(kind, name, names, suggestName(name, names), where);
}

/** Returns the name that a misspelt or foreign name most likely means. */
export function suggestName(name: string, names: readonly string[]): string | undefined {
  return closestName(name, names, { ...optionAliases, ...otherAliases });
}

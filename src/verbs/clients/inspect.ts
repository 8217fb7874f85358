import type { ClientEverywhere } from "../../types/client-refs.ts";
import { createNoClientError } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { parameters } from "../parameters.ts";
import { differences } from "./bodies.ts";
import type { ChangeableField } from "./bodies.ts";
import { findCopies } from "./copies.ts";
import { withoutSecret } from "./read.ts";
import type { ClientWithoutSecret } from "./read.ts";

/** The copies of one client, and the fields in which they differ. */
export interface ClientInspection {
  /** The client's `client_id`. */
  readonly clientId: string;
  /** Each copy without its secret, sorted by the API's id. */
  readonly copies: readonly { readonly apiId: string; readonly client: ClientWithoutSecret }[];
  /** The fields that are not the same on every API. `"secret"` is among them if the secrets differ. */
  readonly drift: readonly (ChangeableField | "secret")[];
}

/** Reads all copies of a client and compares them. */
export async function inspectClient(
  context: MethodContext,
  where: ClientEverywhere,
): Promise<ClientInspection> {
  context.check.record(where, "client", parameters["clients.inspect"].client);
  const { clientId, orgId } = where;
  context.check.id(clientId, "clientId");
  const copies = await findCopies(context, clientId, orgId);
  const [first] = copies;
  if (first === undefined) throw createNoClientError(context);
  const drift = new Set<ChangeableField | "secret">();
  for (const { client } of copies) {
    for (const name of differences(first.client, client)) drift.add(name);
    if (client.secret !== first.client.secret) drift.add("secret");
  }
  return {
    clientId,
    copies: copies.map(({ apiId, client }) => ({ apiId, client: withoutSecret(client) })),
    drift: [...drift],
  };
}

import type { OAuthClient } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import type { ClientRef } from "../../refs.ts";
import type { Verb } from "../verb.ts";
import { fieldsOf } from "./fields.ts";

/** The path of the operations on one client. */
export function pathOf({ apiId, clientId }: ClientRef): {
  readonly path: { readonly apiID: string; readonly keyName: string };
} {
  return { path: { apiID: apiId, keyName: clientId } };
}

/** Reads a client. */
export function getClient(verb: Verb, ref: ClientRef): Promise<OAuthClient> {
  verb.ref(ref);
  return readClient(verb, ref);
}

/** Reads a client, and makes sure that it is the one that was asked for. */
export async function readClient(verb: Verb, ref: ClientRef): Promise<OAuthClient> {
  const client = await verb.read("getOAuthClient", pathOf(ref), { apiId: ref.apiId });
  if (client.client_id !== ref.clientId) {
    throw verb.unusable("the gateway answered with another client");
  }
  return client;
}

/** Reads a client that may not be there; nor need its API be, as the gateway does not tell which. */
export async function findClient(verb: Verb, ref: ClientRef): Promise<OAuthClient | undefined> {
  try {
    return await readClient(verb, ref);
  } catch (error) {
    if (error instanceof TykNotFoundError) return undefined;
    throw error;
  }
}

/** A client without its secret. */
export type ClientWithoutSecret = Omit<OAuthClient, "secret">;

export function withoutSecret(client: OAuthClient): ClientWithoutSecret {
  const { redirect_uri, meta_data, description } = fieldsOf(client);
  const known = { client_id: client.client_id, redirect_uri, meta_data, description };
  return client.policy_id === undefined ? known : { ...known, policy_id: client.policy_id };
}

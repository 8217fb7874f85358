import type { OAuthClient } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import type { ClientRef } from "../../types/client-refs.ts";
import { requireStorage, unprovedAbsence, vanished } from "../evidence/client-absence.ts";
import { cameLate } from "../evidence/promptness.ts";
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
  verb.check.ref(ref);
  return readClient(verb, ref);
}

/** Makes one request for a client's record, and checks that it is the right client's. */
export async function readRecord(verb: Verb, ref: ClientRef): Promise<OAuthClient> {
  const client = await verb.read("getOAuthClient", pathOf(ref), { apiId: ref.apiId });
  if (client.client_id !== ref.clientId) {
    throw verb.unusable("the gateway answered with another client");
  }
  verb.sawClient(ref);
  return client;
}

/**
 * Reads a client. A 404 is believed only after {@link findClient} confirmed it, and never for a client that this method has
 * read before: then another writer deleted it, or the gateway's storage fails.
 */
export async function readClient(verb: Verb, ref: ClientRef): Promise<OAuthClient> {
  let notFound: TykNotFoundError | undefined;
  const client = await findClient(verb, ref, (error) => (notFound = error));
  if (client !== undefined) return client;
  if (notFound === undefined || verb.hasSeenClient(ref)) throw vanished(verb, ref, notFound);
  throw notFound;
}

/**
 * Reads a client that may not be there; its API may not be there either, because the gateway does not tell which. While the
 * gateway's storage is down each client is 404 (trap 28), so a 404 needs a control, and a second read that agrees.
 *
 * @param onAbsent - Receives the gateway's error if the client is not there.
 * @throws {@link TykIncompleteError} if it cannot be told whether the client is there.
 */
export async function findClient(
  verb: Verb,
  ref: ClientRef,
  onAbsent?: (error: TykNotFoundError) => void,
): Promise<OAuthClient | undefined> {
  const first = await readOrAbsent(verb, ref);
  if (!(first instanceof TykNotFoundError)) return first;
  const { usualMs } = await requireStorage(verb, ref);
  const second = await readOrAbsent(verb, ref);
  if (!(second instanceof TykNotFoundError)) return second;
  if (cameLate(first, usualMs) || cameLate(second, usualMs))
    throw unprovedAbsence(verb, ref, "the response took too long");
  onAbsent?.(first);
  return undefined;
}

/** The client, or the 404 of one request. */
export async function readOrAbsent(
  verb: Verb,
  ref: ClientRef,
): Promise<OAuthClient | TykNotFoundError> {
  try {
    return await readRecord(verb, ref);
  } catch (error) {
    if (error instanceof TykNotFoundError) return error;
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

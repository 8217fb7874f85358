import type { OAuthClient } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import type { ClientRef } from "../../types/client-refs.ts";
import {
  requireStorage,
  createUnverifiedAbsenceError,
  createVanishedError,
} from "../evidence/client-absence.ts";
import { isLateError } from "../evidence/response-time.ts";
import type { MethodContext } from "../method-context.ts";

/** Returns the path parameters of the operations on one client. */
export function pathOf({ apiId, clientId }: ClientRef): {
  path: { apiID: string; keyName: string };
} {
  return { path: { apiID: apiId, keyName: clientId } };
}

export function getClient(context: MethodContext, ref: ClientRef): Promise<OAuthClient> {
  context.check.ref(ref);
  return readClient(context, ref);
}

/**
 * Reads a client. A 404 counts only if {@link findClient} confirmed it, and never for a client that this method has read
 * before. Such a client was deleted by another writer, or the gateway's storage fails.
 */
export async function readClient(context: MethodContext, ref: ClientRef): Promise<OAuthClient> {
  let notFound: TykNotFoundError | undefined;
  const client = await findClient(context, ref, (error) => (notFound = error));
  if (client !== undefined) return client;
  if (notFound === undefined || context.hasSeenClient(ref))
    throw createVanishedError(context, ref, notFound);
  throw notFound;
}

/**
 * Reads a client that may not exist. Returns `undefined` if the client or its API does not exist; the gateway does not say
 * which. While storage is down the gateway responds 404 for every client (trap 28), so a 404 counts only if storage works
 * and a second read agrees.
 *
 * @param onAbsent - Receives the gateway's error if the client does not exist.
 * @throws {@link TykIncompleteError} if it is not certain whether the client exists.
 */
export async function findClient(
  context: MethodContext,
  ref: ClientRef,
  onAbsent?: (error: TykNotFoundError) => void,
): Promise<OAuthClient | undefined> {
  const first = await readClientOrAbsence(context, ref);
  if (!(first instanceof TykNotFoundError)) return first;
  const { usualMs } = await requireStorage(context, ref);
  const second = await readClientOrAbsence(context, ref);
  if (!(second instanceof TykNotFoundError)) return second;
  if (isLateError(first, usualMs) || isLateError(second, usualMs))
    throw createUnverifiedAbsenceError(context, ref, "the response took too long");
  onAbsent?.(first);
  return undefined;
}

/** Makes one request, and checks that the client is the right one. Returns the client, or the error of a 404. */
export async function readClientOrAbsence(
  context: MethodContext,
  ref: ClientRef,
): Promise<OAuthClient | TykNotFoundError> {
  try {
    const client = await context.read("getOAuthClient", pathOf(ref), { apiId: ref.apiId });
    if (client.client_id !== ref.clientId)
      throw context.createSchemaError("the gateway returned another client");
    context.rememberClient(ref);
    return client;
  } catch (error) {
    if (error instanceof TykNotFoundError) return error;
    throw error;
  }
}

/** The fields of a client that an update can change. A field that the gateway leaves out is `""`, or `null` for metadata. */
export function fieldsOf(client: ClientWithoutSecret): {
  readonly redirect_uri: string;
  readonly policy_id: string;
  readonly meta_data: unknown;
  readonly description: string;
} {
  const { redirect_uri = "", policy_id = "", meta_data = null, description = "" } = client;
  return { redirect_uri, policy_id, meta_data, description };
}

/** A client without its secret. */
export type ClientWithoutSecret = Omit<OAuthClient, "secret">;

/** A client whose secret a method creates or replaces. */
export interface ClientWithNewSecret extends ClientWithoutSecret {
  /** The client's secret. Missing in a dry run, because no gateway has that secret. */
  readonly secret?: string;
}

/** Returns the known fields of a client, without its secret. */
export function withoutSecret(client: ClientWithoutSecret): ClientWithoutSecret {
  const { redirect_uri, meta_data, description } = fieldsOf(client);
  const known = { client_id: client.client_id, redirect_uri, meta_data, description };
  return client.policy_id === undefined ? known : { ...known, policy_id: client.policy_id };
}

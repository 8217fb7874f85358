import type { OAuthClient } from "../../../generated/index.ts";
import type { TykErrorCode } from "../../errors/base.ts";
import type { ClientRef } from "../../types/client-refs.ts";
import { rethrowFatal } from "../failures.ts";
import type { ClientSite } from "../tokens/client-sites.ts";
import type { MethodContext } from "../method-context.ts";
import { serializationProblem } from "./serialization.ts";
import { putClient } from "./put-client.ts";
import { findClient, pathOf, readClient, withoutSecret } from "./read.ts";
import type { ClientWithoutSecret } from "./read.ts";
import type { CutOffSecret } from "../../errors/reports.ts";

/** An API, with the client as it is after the attempt to replace its secret. */
export interface ReplacementResult extends ClientSite {
  /** `undefined` if the API has no client, so no secret either. */
  readonly secretState: CutOffSecret["secret"] | undefined;
  readonly code?: TykErrorCode;
}

/** Replaces a client's secret on one API, whatever the client's document contains: the leaked secret must not stay valid. */
export async function replaceSecret(
  context: MethodContext,
  clientId: string,
  apiState: ClientSite,
  secret: string,
): Promise<ReplacementResult> {
  const { apiId, client, readFailure } = apiState;
  if (readFailure !== undefined) return replaceUnread(context, clientId, apiState, secret);
  if (client === undefined) return { ...apiState, secretState: undefined };
  // An earlier run with the same secret replaced it.
  if (client.secret === secret) return { ...apiState, secretState: "replaced" };
  const stateOf = (now: OAuthClient): "replaced" | "replaced-by-gateway" =>
    now.secret === secret ? "replaced" : "replaced-by-gateway";
  const { data, error } = await context.part(() => setSecret(context, apiId, client, secret));
  if (data !== undefined) {
    const secretState = context.isDry ? "unchanged" : stateOf(data);
    return { ...apiState, client: data, secretState };
  }
  const { code } = error;
  const now = await findClient(context, { apiId, clientId }).catch(() => undefined);
  if (now === undefined) return { ...apiState, secretState: "unknown", code };
  if (now.secret === client.secret)
    return { ...apiState, client: now, secretState: "unchanged", code };
  // The secret changed all the same: for example, the response of the rotation was lost.
  return { ...apiState, client: now, secretState: stateOf(now) };
}

/**
 * Sets the secret. Falls back to the gateway's own rotation, which does not write the document, if the document cannot be
 * written back unchanged or if the gateway refuses it.
 */
async function setSecret(
  context: MethodContext,
  apiId: string,
  client: OAuthClient,
  secret: string,
): Promise<OAuthClient> {
  const ref = { apiId, clientId: client.client_id };
  // Another writer may have changed the client since it was read.
  const now = context.isDry ? client : await readClient(context, ref);
  if (serializationProblem(now) !== undefined) return rotate(context, ref, now);
  try {
    // A dry run plans the revocation with the secret, as a real run does, and does not return it.
    return { secret, ...(await putClient(context, apiId, { ...now, secret })) };
  } catch (thrown) {
    const error = rethrowFatal(context, thrown);
    if (error.mayHaveBeenApplied) throw error;
    return await rotate(context, ref, now).catch((other: unknown) => {
      const rotation = rethrowFatal(context, other);
      throw rotation.mayHaveBeenApplied ? rotation : error;
    });
  }
}

/** The codes of errors that this document causes at each read: it is too large, for example. */
const documentErrorCodes: readonly string[] = ["too-large", "invalid-json", "encoding"];

/** Reads the client again, and replaces its secret. Uses the gateway's rotation if the document is unreadable. */
async function replaceUnread(
  context: MethodContext,
  clientId: string,
  apiState: ClientSite,
  secret: string,
): Promise<ReplacementResult> {
  const ref = { apiId: apiState.apiId, clientId };
  const read = await context.part(() => findClient(context, ref));
  if (read.error === undefined) {
    const client = read.data;
    if (client === undefined) return { ...apiState, secretState: "unknown" };
    const nowRead = { ...apiState, client, readFailure: undefined };
    return replaceSecret(context, clientId, nowRead, secret);
  }
  const { code } = read.error;
  if (context.isDry || !documentErrorCodes.includes(code))
    return { ...apiState, secretState: "unknown", code };
  // Only a dry run returns a placeholder for the client, and this is none.
  const placeholder = { client_id: "", redirect_uri: "", meta_data: null, description: "" };
  const { data, error } = await context.part(() => rotate(context, ref, placeholder));
  if (error !== undefined) return { ...apiState, secretState: "unknown", code: error.code };
  return { ...apiState, client: data, readFailure: undefined, secretState: "replaced-by-gateway" };
}

async function rotate(
  context: MethodContext,
  ref: ClientRef,
  client: ClientWithoutSecret,
): Promise<OAuthClient> {
  const { apiId } = ref;
  const dryRunResult = withoutSecret(client);
  const after = await context.write("rotateOAuthClient", pathOf(ref), { apiId }, dryRunResult);
  return { secret: "", ...after };
}

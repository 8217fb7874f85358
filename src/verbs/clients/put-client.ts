import type { OAuthClient } from "../../../generated/index.ts";
import { rethrowFatal } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { differences } from "./bodies.ts";
import { findClient } from "./read.ts";

/**
 * Stores a client as it is given, its secret included: by a create, which overwrites, and is the one call that takes a secret.
 * Without an API it is stored on each that its policy grants. A lost answer is made up for by reading.
 */
export async function putClient(
  context: MethodContext,
  apiId: string | undefined,
  wanted: OAuthClient,
): Promise<OAuthClient> {
  const body = { ...wanted, ...(apiId === undefined ? {} : { api_id: apiId }) };
  try {
    const stored = await context.write("createOAuthClient", { body }, { apiId }, wanted);
    if (stored.client_id !== wanted.client_id)
      throw context.createSchemaError("the gateway made another client");
    return stored;
  } catch (thrown) {
    const error = rethrowFatal(context, thrown);
    if (apiId === undefined || !error.mayHaveBeenApplied) throw error;
    if (!(await isStored(context, apiId, wanted))) throw error;
    return wanted;
  }
}

/** Whether the answer was all that was lost. Where that cannot be read either, the first failure is the one to tell. */
async function isStored(
  context: MethodContext,
  apiId: string,
  wanted: OAuthClient,
): Promise<boolean> {
  const ref = { apiId, clientId: wanted.client_id };
  const now = await findClient(context, ref).catch(() => undefined);
  return now?.secret === wanted.secret && differences(wanted, now).length === 0;
}

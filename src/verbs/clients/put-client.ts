import type { OAuthClient } from "../../../generated/index.ts";
import { passing } from "../failures.ts";
import type { Verb } from "../verb.ts";
import { differences } from "./bodies.ts";
import { findClient } from "./read.ts";

/**
 * Stores a client as it is given, its secret included: by a create, which overwrites, and is the one call that takes a secret.
 * Without an API it is stored on each that its policy grants. A lost answer is made up for by reading.
 */
export async function putClient(
  verb: Verb,
  apiId: string | undefined,
  wanted: OAuthClient,
): Promise<OAuthClient> {
  const body = { ...wanted, ...(apiId === undefined ? {} : { api_id: apiId }) };
  try {
    const stored = await verb.write("createOAuthClient", { body }, { apiId }, wanted);
    if (stored.client_id !== wanted.client_id)
      throw verb.unusable("the gateway made another client");
    return stored;
  } catch (thrown) {
    const error = passing(verb, thrown);
    if (apiId === undefined || !error.mayHaveBeenApplied) throw error;
    if (!(await isStored(verb, apiId, wanted))) throw error;
    return wanted;
  }
}

/** Whether the answer was all that was lost. Where that cannot be read either, the first failure is the one to tell. */
async function isStored(verb: Verb, apiId: string, wanted: OAuthClient): Promise<boolean> {
  const ref = { apiId, clientId: wanted.client_id };
  const now = await findClient(verb, ref).catch(() => undefined);
  return now?.secret === wanted.secret && differences(wanted, now).length === 0;
}

import { TykNotFoundError } from "../../errors/api.ts";
import { readDefinition, readOAuthApiIds } from "../apis/definition.ts";
import { readClientOrAbsence } from "../clients/read.ts";
import { rethrowFatal } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { usesOAuth } from "../omitted-fields.ts";
import { unusedKeyId } from "../unsupported.ts";
import { requireStorage } from "./client-absence.ts";
import { isLate } from "./response-time.ts";

/**
 * Runs a storage control: reads the client's record, which must exist, or else the client's token list, which fails while storage
 * is down. Then everything seems missing (trap 28). What is missing between two controls that pass is really missing.
 *
 * @param apis - The APIs to choose from. `secret` is `undefined` if the API does not have the client, or if that is unknown.
 * @returns Why an absence proves nothing now; `undefined` if the control passes.
 */
export async function findStorageProblem(
  context: MethodContext,
  clientId: string,
  apis: readonly { apiId: string; secret: string | undefined; isMissing: boolean }[],
): Promise<string | undefined> {
  const withClient = apis.find(({ secret }) => secret !== undefined);
  const controlApi = withClient ?? apis.find(({ isMissing }) => !isMissing);
  if (controlApi === undefined) return undefined;
  const ref = { apiId: controlApi.apiId, clientId };
  try {
    if (withClient === undefined) await requireStorage(context, ref);
    else if ((await readClientOrAbsence(context, ref)) instanceof TykNotFoundError)
      return `the client's record was missing on the API ${ref.apiId} during a control: somebody deleted the client, or the gateway's storage is failing`;
  } catch (error) {
    return `a storage control failed (${rethrowFatal(context, error).code}), so what seems gone may still exist`;
  }
  return isLate(context.response)
    ? "the gateway responds slowly: its storage may be failing, so what seems gone may still exist"
    : undefined;
}

/**
 * Controls that storage responds, for a key or a list that seems missing: reads the token list of a client id that is not used,
 * which fails while storage is down (trap 28).
 *
 * @param apiId - The API that the key or list belongs to; `undefined` if it belongs to none.
 * @returns Why an absence proves nothing now; `undefined` if storage responds, or if no API could be read.
 */
export async function findKeyStorageProblem(
  context: MethodContext,
  apiId: string | undefined,
): Promise<string | undefined> {
  let controlApiId = apiId;
  try {
    // On 3.0.0 an API without OAuth drops the connection.
    if (apiId === undefined || !usesOAuth(await readDefinition(context, apiId)))
      [controlApiId] = await readOAuthApiIds(context, "");
  } catch (error) {
    // An edge gateway shows no definitions.
    rethrowFatal(context, error);
  }
  if (controlApiId === undefined) return undefined;
  const controlApi = { apiId: controlApiId, secret: undefined, isMissing: false };
  return findStorageProblem(context, unusedKeyId, [controlApi]);
}

import { readDefinition, readOAuthApis } from "../apis/definition.ts";
import { usesOAuth } from "../apis/uses-oauth.ts";
import { rethrowFatal } from "../failures.ts";
import { unusedKeyId } from "../unsupported.ts";
import type { MethodContext } from "../method-context.ts";
import { findStorageProblem } from "./storage-problem.ts";

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
  const controlApiId = await chooseControlApi(context, apiId);
  if (controlApiId === undefined) return undefined;
  const controlApi = { apiId: controlApiId, secret: undefined, isMissing: false };
  return findStorageProblem(context, unusedKeyId, [controlApi]);
}

/** Chooses an OAuth API, because on 3.0.0 an API without OAuth drops the connection. */
async function chooseControlApi(
  context: MethodContext,
  apiId: string | undefined,
): Promise<string | undefined> {
  try {
    if (apiId !== undefined && usesOAuth(await readDefinition(context, apiId))) return apiId;
    const [first] = await readOAuthApis(context, "");
    return first?.api_id;
  } catch (error) {
    // An edge gateway shows no definitions.
    rethrowFatal(context, error);
    return apiId;
  }
}

import { readDefinition, readOAuthApis } from "../apis/definition.ts";
import { usesOAuth } from "../apis/uses-oauth.ts";
import { rethrowFatal } from "../failures.ts";
import { unusedKeyId } from "../unsupported.ts";
import type { MethodContext } from "../method-context.ts";
import { findStorageProblem } from "./storage-problem.ts";

/**
 * Reads something that fails while storage is down.
 *
 * @param apiId - The API that is concerned, if it is one.
 * @returns Why a key that seems to be missing may be there; `undefined` if storage responds.
 */
export async function findKeyStorageProblem(
  context: MethodContext,
  apiId: string | undefined,
): Promise<string | undefined> {
  const control = await controlApi(context, apiId);
  return control === undefined
    ? undefined
    : findStorageProblem(context, unusedKeyId, [
        { apiId: control, secret: undefined, isMissing: false },
      ]);
}

/** The API to read: on 3.0.0 an API that is not OAuth drops the connection. */
async function controlApi(
  context: MethodContext,
  apiId: string | undefined,
): Promise<string | undefined> {
  try {
    if (apiId !== undefined && usesOAuth(await readDefinition(context, apiId))) return apiId;
    const [first] = await readOAuthApis(context, "");
    return first?.api_id;
  } catch (error) {
    // An edge shows no definitions.
    rethrowFatal(context, error);
    return apiId;
  }
}

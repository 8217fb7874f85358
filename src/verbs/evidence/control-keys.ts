import { definitionOf, oauthApis } from "../apis/definition.ts";
import { usesOAuth } from "../apis/uses-oauth.ts";
import { passing } from "../failures.ts";
import { noKey } from "../unsupported.ts";
import type { Verb } from "../verb.ts";
import { controlStorage } from "./control.ts";

/**
 * Reads something that fails while storage is down.
 *
 * @param apiId - The API that is concerned, if it is one.
 * @returns Why a key that seems to be missing may be there; `undefined` if storage responds.
 */
export async function controlKeys(
  verb: Verb,
  apiId: string | undefined,
): Promise<string | undefined> {
  const control = await controlApi(verb, apiId);
  return control === undefined
    ? undefined
    : controlStorage(verb, noKey, [{ apiId: control, secret: undefined, isMissing: false }]);
}

/** The API to read: on 3.0.0 an API that is not OAuth drops the connection. */
async function controlApi(verb: Verb, apiId: string | undefined): Promise<string | undefined> {
  try {
    if (apiId !== undefined && usesOAuth(await definitionOf(verb, apiId))) return apiId;
    const [first] = await oauthApis(verb, "");
    return first?.api_id;
  } catch (error) {
    // An edge shows no definitions.
    passing(verb, error);
    return apiId;
  }
}

import type { KeySession } from "../../../generated/index.ts";
import { TykIncompleteError } from "../../errors/verb.ts";
import { definitionOf, oauthApis, usesOAuth } from "../apis/definition.ts";
import { passing } from "../failures.ts";
import { noKey } from "../lacking.ts";
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

/**
 * Confirms that a key is not there: while storage is down each key is 404 (trap 28).
 *
 * @param read - Reads the key once more.
 * @returns The key's session if the second read finds it.
 * @throws {@link TykIncompleteError} if it cannot be told.
 */
export async function confirmNoKey(
  verb: Verb,
  apiId: string,
  read: () => Promise<KeySession | undefined>,
): Promise<KeySession | undefined> {
  const doubt = await controlKeys(verb, apiId);
  const session = await read();
  if (session !== undefined || doubt === undefined) return session;
  throw new TykIncompleteError(
    `it is not known whether the key exists: the gateway says that there is none, but ${doubt}. Check the gateway's Redis, and call again`,
    {
      operation: verb.name,
      attempts: verb.response?.attempts,
      outcome: verb.changed,
      report: { apiId, state: "unverified", reason: doubt },
    },
  );
}

import { TykBadRequestError, TykNotFoundError } from "../../errors/api.ts";
import { noKey } from "../lacking.ts";
import type { Verb } from "../verb.ts";

/** Whether the gateway hashes its keys: where it does not, it refuses to look one up by its hash. */
export async function areKeysHashed(verb: Verb): Promise<boolean | undefined> {
  try {
    await verb.read("getKey", { path: { keyID: noKey }, query: { hashed: true } });
  } catch (error) {
    if (error instanceof TykBadRequestError) return false;
    if (error instanceof TykNotFoundError) return true;
    throw error;
  }
  return undefined;
}

import { TykBadRequestError, TykNotFoundError } from "../../errors/api.ts";
import { noKey } from "../unsupported.ts";
import type { Verb } from "../verb.ts";

/** Whether an error says that the gateway does not hash its keys; another refusal says nothing of it. */
export function isNotHashed(error: unknown): boolean {
  return (
    error instanceof TykBadRequestError &&
    error.apiMessage === "Key requested by hash but key hashing is not enabled"
  );
}

/** Whether the gateway hashes its keys: where it does not, it refuses to look one up by its hash. */
export async function areKeysHashed(verb: Verb): Promise<boolean | undefined> {
  try {
    await verb.read("getKey", { path: { keyID: noKey }, query: { hashed: true } });
  } catch (error) {
    if (isNotHashed(error)) return false;
    if (error instanceof TykNotFoundError) return true;
    throw error;
  }
  return undefined;
}

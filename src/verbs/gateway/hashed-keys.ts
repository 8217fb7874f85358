import { TykBadRequestError, TykNotFoundError } from "../../errors/api.ts";
import { unusedKeyId } from "../unsupported.ts";
import type { MethodContext } from "../method-context.ts";

/** Whether an error says that the gateway does not hash its keys. Other errors do not show it. */
export function isKeysNotHashedError(error: unknown): boolean {
  return (
    error instanceof TykBadRequestError &&
    error.apiMessage === "Key requested by hash but key hashing is not enabled"
  );
}

/**
 * Finds out whether the gateway hashes its keys. A gateway that does not hash refuses to read a key by its hash. Returns
 * `undefined` if the response shows neither.
 */
export async function areKeysHashed(context: MethodContext): Promise<boolean | undefined> {
  try {
    await context.read("getKey", { path: { keyID: unusedKeyId }, query: { hashed: true } });
  } catch (error) {
    if (isKeysNotHashedError(error)) return false;
    if (error instanceof TykNotFoundError) return true;
    throw error;
  }
  return undefined;
}

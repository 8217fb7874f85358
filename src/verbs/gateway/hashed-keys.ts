import { TykBadRequestError, TykNotFoundError } from "../../errors/api.ts";
import { unusedKeyId } from "../unsupported.ts";
import type { MethodContext } from "../method-context.ts";

/** Whether an error says that the gateway does not hash its keys; another refusal says nothing of it. */
export function isKeysNotHashedError(error: unknown): boolean {
  return (
    error instanceof TykBadRequestError &&
    error.apiMessage === "Key requested by hash but key hashing is not enabled"
  );
}

/** Whether the gateway hashes its keys: where it does not, it refuses to look one up by its hash. */
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

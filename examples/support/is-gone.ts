import { isTykError } from "@tyk-oauth/sdk";

/** Whether an error says that what was to be removed is not there. Of a key, version 3 says so with 400. */
export function isGone(error: unknown): boolean {
  if (!isTykError(error)) return false;
  if (error.code === "not-found") return true;
  return error.code === "bad-request" && error.apiMessage === "Failed to remove the key";
}

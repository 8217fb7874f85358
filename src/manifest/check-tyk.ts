import type { TykOAuth } from "../client.ts";
import { inputFailure } from "../util/fail.ts";

/** Throws if a value is not a `TykOAuth`, for callers without types. */
export function requireClient(tyk: TykOAuth, operation: string): void {
  const value = tyk as TykOAuth | null | undefined;
  if (typeof value?.deriveKey !== "function")
    inputFailure(operation)("tyk", "must be a TykOAuth of this version of the package");
}

import { isRecord } from "../util/json.ts";
import { failConfig } from "./fail.ts";
import type { ConsentUser, CreateConsentOptions } from "./types.ts";

/** Calls the program's `user`. Without an id all users would be the same one, so such a user is refused. */
export async function readUser(
  user: CreateConsentOptions["user"],
  request: Request,
): Promise<ConsentUser | undefined> {
  const found: unknown = await user(request);
  // Programs in JavaScript often return what a database has: null.
  if (found === undefined || found === null) return undefined;
  if (!isRecord(found) || typeof found["id"] !== "string" || found["id"] === "")
    return failConfig("user must return an object with a non-empty id, or undefined");
  // The id is checked. The other fields are the program's, and go through as they are.
  return found as unknown as ConsentUser;
}

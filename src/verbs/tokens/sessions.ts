import type { KeySession } from "../../../generated/index.ts";
import { TykBadRequestError, TykNotFoundError } from "../../errors/api.ts";
import { isNotHashed } from "../gateway/hashed-keys.ts";
import type { Verb } from "../verb.ts";

/** Clocks differ: a session counts as lapsed only this long after its time. */
const skewMs = 300_000;

/** Whether a code can be the hash of a token: 8, 16, 32 or 64 hex digits. */
export function looksHashed(code: string): boolean {
  return /^(?:[\da-f]{8}|[\da-f]{16}|[\da-f]{32}|[\da-f]{64})$/i.test(code);
}

/** The session of a code of a list: of a token's hash, or where keys are not hashed of the token. */
export async function sessionOfCode(verb: Verb, code: string): Promise<KeySession | undefined> {
  const read = (query: { hashed?: true }): Promise<KeySession> =>
    verb.read("getKey", { path: { keyID: code }, query }, { quiet: true });
  try {
    if (!looksHashed(code)) return await read({});
    return await read({ hashed: true }).catch((error: unknown) => {
      // It is a token that looks like a hash.
      if (isNotHashed(error)) return read({});
      throw error;
    });
  } catch (error) {
    if (error instanceof TykNotFoundError) return undefined;
    throw error;
  }
}

/** The client that a session's token was made for; empty for a key that no OAuth client made, of which every gateway has some. */
export function clientIdOf({ oauth_client_id = "" }: KeySession): string {
  return oauth_client_id;
}

/** When a session expires, as Unix time in seconds; 0 or less: never. */
export function expiresOf({ expires = 0 }: KeySession): number {
  return expires;
}

/** Whether a session's token cannot open anything any more, though the gateway still keeps it (5.0.3 and later do). */
export function isLapsed(session: KeySession, nowMs: number): boolean {
  const expires = expiresOf(session);
  return expires > 0 && expires * 1000 + skewMs < nowMs;
}

/** The APIs that a session opens, or `undefined` where it names none: such a session opened every API before 5.7. */
export function apisOfSession(session: KeySession): string[] | undefined {
  const apiIds = Object.keys(session.access_rights ?? {});
  return apiIds.length === 0 ? undefined : apiIds;
}

/** Removes the key of a code; gives the gateway's refusal where there is none. */
export async function removeKey(
  verb: Verb,
  code: string,
  apiId: string,
): Promise<TykNotFoundError | TykBadRequestError | undefined> {
  const input = { path: { keyID: code }, query: { hashed: true, api_id: apiId } };
  const would = { key: code, status: "ok", action: "deleted" } as const;
  try {
    await verb.write("deleteKey", input, { apiId }, would);
    return undefined;
  } catch (error) {
    if (isNoKey(error)) return error;
    throw error;
  }
}

/** Whether an error says that there is no such key: 404, and before 3.2 a 400 of these words. */
function isNoKey(error: unknown): error is TykNotFoundError | TykBadRequestError {
  if (error instanceof TykNotFoundError) return true;
  return error instanceof TykBadRequestError && error.apiMessage === "Failed to remove the key";
}

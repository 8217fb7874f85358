import type { KeySession } from "../../../generated/index.ts";
import { TykBadRequestError, TykNotFoundError } from "../../errors/api.ts";
import { TykIncompleteError } from "../../errors/method.ts";
import { isLateError } from "../evidence/response-time.ts";
import { gatewayTimeOf, isExpiredAt } from "../evidence/gateway-time.ts";
import { isKeysNotHashedError } from "../gateway/hashed-keys.ts";
import type { MethodContext } from "../method-context.ts";
import type { AbsenceReport } from "../../errors/reports.ts";

/** Whether a code can be the hash of a token: 8, 16, 32 or 64 hex digits. */
export function isHashLike(code: string): boolean {
  return /^(?:[\da-f]{8}|[\da-f]{16}|[\da-f]{32}|[\da-f]{64})$/i.test(code);
}

/**
 * Reads the session of a listed code: a token's hash, or the token itself if keys are not hashed. `undefined` for a fast 404.
 *
 * @throws {@link TykIncompleteError} for a 404 as slow as those of a gateway whose storage is down (trap 28).
 */
export function sessionOfCode(
  context: MethodContext,
  code: string,
): Promise<KeySession | undefined> {
  const read = (query: { hashed?: true }): Promise<KeySession> =>
    context.read("getKey", { path: { keyID: code }, query }, { omitStep: true });
  if (!isHashLike(code)) return orAbsence(context, read({}));
  const request = read({ hashed: true }).catch((error: unknown) => {
    // Keys are not hashed, so the code is a token that looks like a hash.
    if (isKeysNotHashedError(error)) return read({});
    throw error;
  });
  return orAbsence(context, request);
}

/** Reads the session of a token by the token itself, in the same way. */
export function sessionOfToken(
  context: MethodContext,
  token: string,
  apiId: string,
): Promise<KeySession | undefined> {
  const input = { path: { keyID: token }, query: { api_id: apiId } };
  return orAbsence(context, context.read("getKey", input, { apiId }));
}

/** Returns `undefined` for a fast 404. */
async function orAbsence(
  context: MethodContext,
  request: Promise<KeySession>,
): Promise<KeySession | undefined> {
  try {
    return await request;
  } catch (error) {
    if (!(error instanceof TykNotFoundError)) throw error;
    if (!isLateError(error)) return undefined;
    const reason = "the 404 response took too long: the gateway's storage may be failing";
    const report: AbsenceReport = { kind: "absence", state: "unverified", reason };
    throw new TykIncompleteError(
      `it is uncertain whether the key exists: ${reason}. Check the gateway's Redis, and call again`,
      { ...context.errorDetails, attempts: error.attempts, cause: error, report },
    );
  }
}

/** The `client_id` in a session; `""` for a key that no OAuth client made. */
export function clientIdOf({ oauth_client_id: clientId = "" }: KeySession): string {
  return clientId;
}

/** When a session expires, as Unix time in seconds; 0 or less means never. */
export function expiresOf({ expires = 0 }: KeySession): number {
  return expires;
}

/**
 * Whether a session has certainly expired, by the gateway's clock. Without a `Date` header no session counts as expired. From
 * 5.0.3 on the gateway also keeps expired sessions.
 */
export function isExpired(context: MethodContext, session: KeySession): boolean {
  return isExpiredAt(expiresOf(session), gatewayTimeOf(context.response));
}

/** The ids of the APIs that a session opens; `undefined` if it names none. Before 5.7 such a session opened every API. */
export function apisOfSession(session: KeySession): string[] | undefined {
  const apiIds = Object.keys(session.access_rights ?? {});
  return apiIds.length === 0 ? undefined : apiIds;
}

/** Removes the key of a code. Returns the gateway's error if no such key exists. */
export async function removeKey(
  context: MethodContext,
  code: string,
  apiId: string,
): Promise<TykNotFoundError | TykBadRequestError | undefined> {
  const input = { path: { keyID: code }, query: { hashed: true, api_id: apiId } };
  const dryRunResult = { key: code, status: "ok", action: "deleted" } as const;
  try {
    await context.write("deleteKey", input, { apiId }, dryRunResult);
    return undefined;
  } catch (error) {
    if (error instanceof TykNotFoundError) return error;
    // The response before 3.2.
    if (error instanceof TykBadRequestError && error.apiMessage === "Failed to remove the key")
      return error;
    throw error;
  }
}

import type { KeySession } from "../../../generated/index.ts";
import { TykBadRequestError, TykNotFoundError } from "../../errors/api.ts";
import { TykIncompleteError } from "../../errors/method.ts";
import type { AbsenceReport } from "../evidence/confirm-absence.ts";
import { isLateError } from "../evidence/response-time.ts";
import { gatewayTimeOf, isExpiredAt } from "../evidence/gateway-time.ts";
import { isKeysNotHashedError } from "../gateway/hashed-keys.ts";
import type { MethodContext } from "../method-context.ts";

/** Whether a code can be the hash of a token: 8, 16, 32 or 64 hex digits. */
export function isHashLike(code: string): boolean {
  return /^(?:[\da-f]{8}|[\da-f]{16}|[\da-f]{32}|[\da-f]{64})$/i.test(code);
}

/**
 * The session of a code of a list: of a token's hash, or of the token itself if keys are not hashed. `undefined` if the gateway
 * says at once that there is none.
 *
 * @throws {@link TykIncompleteError} for a 404 that took as long as one of a gateway whose storage is down (trap 28).
 */
export async function sessionOfCode(
  context: MethodContext,
  code: string,
): Promise<KeySession | undefined> {
  const read = (query: { hashed?: true }): Promise<KeySession> =>
    context.read("getKey", { path: { keyID: code }, query }, { omitStep: true });
  try {
    if (!isHashLike(code)) return await read({});
    return await read({ hashed: true }).catch((error: unknown) => {
      // It is a token that looks like a hash.
      if (isKeysNotHashedError(error)) return read({});
      throw error;
    });
  } catch (error) {
    if (!(error instanceof TykNotFoundError)) throw error;
    if (isLateError(error)) throw lateAbsence(context, error);
    return undefined;
  }
}

/** The error of a key that the gateway calls 404 as slowly as it does while its storage is down. */
export function lateAbsence(
  context: MethodContext,
  cause: TykNotFoundError,
): TykIncompleteError<AbsenceReport> {
  const reason = "the gateway took too long to say that there is no such key: its storage may fail";
  const report: AbsenceReport = { state: "unverified", reason };
  return new TykIncompleteError(`it is not known whether the key exists: ${reason}`, {
    operation: context.name,
    attempts: cause.attempts,
    outcome: context.changed,
    cause,
    report,
  });
}

/** The id of the client that a session's token was issued to; `""` for a key that no OAuth client made. */
export function clientIdOf({ oauth_client_id: clientId = "" }: KeySession): string {
  return clientId;
}

/** When a session expires, as Unix time in seconds; 0 or less: never. */
export function expiresOf({ expires = 0 }: KeySession): number {
  return expires;
}

/**
 * Whether a session's token certainly cannot open anything any more, though the gateway still keeps it (5.0.3 and later do). By
 * the gateway's clock: without a `Date` header no session counts as expired.
 */
export function isExpired(context: MethodContext, session: KeySession): boolean {
  return isExpiredAt(expiresOf(session), gatewayTimeOf(context.response));
}

/** The APIs that a session opens, or `undefined` if it names none: such a session opened every API before 5.7. */
export function apisOfSession(session: KeySession): string[] | undefined {
  const apiIds = Object.keys(session.access_rights ?? {});
  return apiIds.length === 0 ? undefined : apiIds;
}

/** Removes the key of a code. Returns the gateway's refusal if there is none. */
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
    if (isNoKey(error)) return error;
    throw error;
  }
}

/** Whether an error says that there is no such key: 404, and before 3.2 a 400 of these words. */
function isNoKey(error: unknown): error is TykNotFoundError | TykBadRequestError {
  if (error instanceof TykNotFoundError) return true;
  return error instanceof TykBadRequestError && error.apiMessage === "Failed to remove the key";
}

import { TykNotFoundError } from "../../errors/api.ts";
import type { TykError } from "../../errors/base.ts";
import { TykConflictError, TykIncompleteError } from "../../errors/method.ts";
import type { OperationId } from "../../operations/operations.ts";
import { isRecord } from "../../util/json.ts";
import type { ClientRef } from "../../types/client-refs.ts";
import { rethrowFatal } from "../failures.ts";
import type { ReadContext } from "../read-context.ts";
import type { ClientLookupReport } from "../../errors/reports.ts";

/**
 * Controls that the gateway's storage responds. While storage is down every client is 404, but the list of a client's tokens fails
 * with 500 (trap 28).
 *
 * @returns How long the response to the control took, in milliseconds; 0 if unknown.
 * @throws {@link TykIncompleteError} if storage does not respond.
 */
export async function requireStorage(
  context: ReadContext,
  ref: ClientRef,
): Promise<{ readonly usualMs: number }> {
  const { apiId, clientId } = ref;
  const input = { path: { apiID: apiId, keyName: clientId }, query: { page: 1 } };
  try {
    await context.read("getOAuthClientTokens", input, { apiId });
    return { usualMs: context.response?.durationMs ?? 0 };
  } catch (error) {
    // The API does not exist, so it has no client. This 404 does not depend on storage: definitions are in the gateway's memory.
    if (error instanceof TykNotFoundError) return { usualMs: 0 };
    const { code } = rethrowFatal(context, error);
    const why = `the list of its tokens could not be read (${code})`;
    throw createUnverifiedAbsenceError(context, ref, why);
  }
}

/** Creates the error for a client that the gateway calls 404 although the client may exist. */
export function createUnverifiedAbsenceError(
  context: ReadContext,
  { apiId, clientId }: ClientRef,
  why: string,
): TykIncompleteError<ClientLookupReport> {
  const reason = `the gateway responded that the client does not exist, but ${why}: its storage may be failing`;
  const report: ClientLookupReport = {
    kind: "client-lookup",
    apiId,
    clientId,
    state: "unverified",
    reason,
  };
  return new TykIncompleteError(
    `it is uncertain whether the client ${clientId} is on the API ${apiId}: ${reason}. Check the gateway's Redis, and call again`,
    { ...context.errorDetails, report },
  );
}

/** Creates the error for a client that this method has read, and that the gateway then calls 404. */
export function createVanishedError(
  context: ReadContext,
  { apiId, clientId }: ClientRef,
  cause: TykError | undefined,
): TykConflictError {
  return new TykConflictError(
    `the client ${clientId} was on the API ${apiId} a moment ago, but now the gateway responds that it is not: somebody deleted it, or the gateway's storage is failing. Read the client before you call again`,
    { ...context.errorDetails, attempts: cause?.attempts, cause },
  );
}

/** Write operations on one client. Each is 404 if the client does not exist, or seems not to. */
const clientWrites = ["updateOAuthClient", "rotateOAuthClient", "deleteOAuthClient"];

/**
 * Finds the client that a refused write named, if this method has read that client before. Then the 404 is no proof that the client
 * does not exist. A 404 of a policy or an API is not about the client.
 */
export function findVanishedRef(
  context: ReadContext,
  id: OperationId,
  input: unknown,
  error: TykError,
): ClientRef | undefined {
  if (!clientWrites.includes(id) || !(error instanceof TykNotFoundError)) return undefined;
  if (/^(?:Policy|API) doesn't exist$/.test(error.apiMessage ?? "")) return undefined;
  const path = isRecord(input) ? input["path"] : undefined;
  if (!isRecord(path)) return undefined;
  const ref = { apiId: String(path["apiID"]), clientId: String(path["keyName"]) };
  return context.hasSeenClient(ref) ? ref : undefined;
}

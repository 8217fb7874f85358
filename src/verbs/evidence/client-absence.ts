import { TykNotFoundError } from "../../errors/api.ts";
import type { TykError } from "../../errors/base.ts";
import { TykConflictError, TykIncompleteError } from "../../errors/method.ts";
import type { OperationId } from "../../operations/operations.ts";
import { isRecord } from "../../util/json.ts";
import type { ClientRef } from "../../types/client-refs.ts";
import { rethrowFatal } from "../failures.ts";
import type { ReadContext } from "../read-context.ts";

/** The report of a {@link TykIncompleteError} of a client that may be there or not: plain JSON without secrets. */
export interface ClientLookupReport {
  /** The API's `api_id`. */
  readonly apiId: string;
  /** The client's `client_id`. */
  readonly clientId: string;
  readonly state: "unverified";
  /** Why the gateway's 404 proves nothing. */
  readonly reason: string;
}

/** What the control of a 404 showed. */
export interface StorageControl {
  /** How long the control took, in milliseconds. */
  readonly usualMs: number;
}

/**
 * Makes sure that the gateway's storage responds: while it is down the gateway calls each client 404, but the list of a
 * client's tokens fails with 500 (trap 28).
 *
 * @throws {@link TykIncompleteError} if storage does not respond.
 */
export async function requireStorage(
  context: ReadContext,
  ref: ClientRef,
): Promise<StorageControl> {
  const { apiId, clientId } = ref;
  const input = { path: { apiID: apiId, keyName: clientId }, query: { page: 1 } };
  try {
    await context.read("getOAuthClientTokens", input, { apiId });
    return { usualMs: context.response?.durationMs ?? 0 };
  } catch (error) {
    // There is no such API, and so no client on it. The gateway keeps its definitions in memory.
    if (error instanceof TykNotFoundError) return { usualMs: 0 };
    const { code } = rethrowFatal(context, error);
    throw createUnverifiedAbsenceError(
      context,
      ref,
      `the list of its tokens could not be read (${code})`,
    );
  }
}

/** The error of a client of which the gateway says that it is not there, although that may be false. */
export function createUnverifiedAbsenceError(
  context: ReadContext,
  { apiId, clientId }: ClientRef,
  why: string,
): TykIncompleteError<ClientLookupReport> {
  const reason = `the gateway says that there is no such client, but ${why}: its storage may be failing`;
  const report: ClientLookupReport = { apiId, clientId, state: "unverified", reason };
  return new TykIncompleteError(
    `it is not known whether the client ${clientId} is on the API ${apiId}: ${reason}. Check the gateway's Redis, and call again`,
    {
      operation: context.name,
      attempts: context.response?.attempts,
      outcome: context.changed,
      report,
    },
  );
}

/** The error of a client that was read by this method, and that the gateway then calls 404. */
export function createVanishedError(
  context: ReadContext,
  { apiId, clientId }: ClientRef,
  cause: TykError | undefined,
): TykConflictError {
  return new TykConflictError(
    `the client ${clientId} was on the API ${apiId} a moment ago, and now the gateway says that it is not: somebody deleted it, or the gateway's storage fails. Read the client before you call again`,
    { operation: context.name, attempts: cause?.attempts, outcome: context.changed, cause },
  );
}

/** Operations that say 404 of a client that is not there, or seems not to be. */
const ofOneClient = new Set<OperationId>([
  "updateOAuthClient",
  "rotateOAuthClient",
  "deleteOAuthClient",
]);

/**
 * The client that a refused write named, if this method has read it before: then the 404 is no proof that it does not exist.
 * A 404 of a policy or an API is about something else.
 */
export function findVanishedRef(
  context: ReadContext,
  id: OperationId,
  input: unknown,
  error: TykError,
): ClientRef | undefined {
  if (!ofOneClient.has(id) || !(error instanceof TykNotFoundError)) return undefined;
  if (/^(?:Policy|API) doesn't exist$/.test(error.apiMessage ?? "")) return undefined;
  const path = isRecord(input) ? input["path"] : undefined;
  if (!isRecord(path)) return undefined;
  const ref = { apiId: String(path["apiID"]), clientId: String(path["keyName"]) };
  return context.hasSeenClient(ref) ? ref : undefined;
}

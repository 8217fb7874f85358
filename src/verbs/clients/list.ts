import type { OAuthClient } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { TykIncompleteError } from "../../errors/method.ts";
import { readConfirmed } from "../evidence/confirm-absence.ts";
import type { MethodContext } from "../method-context.ts";

/** The report of a {@link TykIncompleteError} if the clients of an API cannot be listed. */
export interface BrokenIndexReport {
  /** The APIs whose index names a client whose record is gone. */
  readonly brokenApis: readonly string[];
}

export function listClients(
  context: MethodContext,
  args: { readonly apiId: string },
): Promise<OAuthClient[]> {
  context.check.record(args, "args", ["apiId"]);
  const { apiId } = args;
  context.check.id(apiId, "apiId");
  return readClients(context, apiId);
}

/**
 * Reads the clients of an API. Distinguishes an unknown API from a broken index, because the gateway responds to both with
 * 404 and `null` (trap 10). Confirms an empty list, because every list is empty while storage is down (trap 28).
 */
export function readClients(context: MethodContext, apiId: string): Promise<OAuthClient[]> {
  const what = `the list of clients of ${apiId}`;
  return readConfirmed(context, what, () => readOnce(context, apiId), apiId);
}

/** Whether an error says that an API's index is broken. A TykIncompleteError can also say that an empty list is not confirmed. */
export function isBrokenIndexError(error: unknown): boolean {
  return error instanceof TykIncompleteError && "brokenApis" in (error.report as object);
}

async function readOnce(context: MethodContext, apiId: string): Promise<OAuthClient[]> {
  const path = { apiID: apiId };
  try {
    return await context.read("listOAuthClients", { path }, { apiId });
  } catch (error) {
    if (!(error instanceof TykNotFoundError)) throw error;
    // Throws the gateway's 404 if the API does not exist.
    await context.read("getApi", { path }, { apiId });
    throw createBrokenIndexError(context, [apiId], error);
  }
}

/** Creates the error for APIs whose index names a client whose record is gone. */
export function createBrokenIndexError(
  context: MethodContext,
  apiIds: readonly string[],
  cause: TykNotFoundError,
): TykIncompleteError<BrokenIndexReport> {
  const report: BrokenIndexReport = { brokenApis: apiIds };
  return new TykIncompleteError(
    `the clients of ${apiIds.join(", ")} cannot be listed: the index names a client whose record is gone. Fix it with clients.repairIndex`,
    { operation: context.name, attempts: cause.attempts, outcome: "refused", cause, report },
  );
}

import type { OAuthClient } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { TykIncompleteError } from "../../errors/method.ts";
import { readConfirmed } from "../evidence/confirm-absence.ts";
import type { MethodContext } from "../method-context.ts";

/** The report of a {@link TykIncompleteError} of clients that cannot be listed. */
export interface BrokenIndexReport {
  /** The APIs whose index names a client whose record is gone. */
  readonly brokenApis: readonly string[];
}

/** Lists the clients of an API. */
export function listClients(
  context: MethodContext,
  args: { readonly apiId: string },
): Promise<OAuthClient[]> {
  context.check.record(args, "args");
  const { apiId } = args;
  context.check.id(apiId, "apiId");
  return readClients(context, apiId);
}

/**
 * Reads the clients of an API, and tells an API that is unknown from one whose index is broken: both are 404 `null`. While storage
 * is down the list is empty (trap 28), so that an empty one is confirmed.
 */
export function readClients(context: MethodContext, apiId: string): Promise<OAuthClient[]> {
  const what = `the list of clients of ${apiId}`;
  return readConfirmed(context, what, () => readOnce(context, apiId), isEmpty, apiId);
}

function isEmpty(clients: readonly OAuthClient[]): boolean {
  return clients.length === 0;
}

/** Whether an error says that a list is broken, and not that it may not be true. */
export function isBrokenIndexError(error: unknown): boolean {
  return error instanceof TykIncompleteError && "brokenApis" in (error.report as object);
}

async function readOnce(context: MethodContext, apiId: string): Promise<OAuthClient[]> {
  const path = { apiID: apiId };
  try {
    return await context.read("listOAuthClients", { path }, { apiId });
  } catch (error) {
    if (!(error instanceof TykNotFoundError)) throw error;
    // Throws a 404 of its own, with the gateway's words, where there is no such API.
    await context.read("getApi", { path }, { apiId });
    throw createBrokenIndexError(context, [apiId], error);
  }
}

/** The error of APIs whose index names a client whose record is gone. */
export function createBrokenIndexError(
  context: MethodContext,
  apiIds: readonly string[],
  cause: TykNotFoundError,
): TykIncompleteError<BrokenIndexReport> {
  return new TykIncompleteError(
    `the clients of ${apiIds.join(", ")} cannot be listed: the index names one whose record is gone, see clients.repairIndex`,
    {
      operation: context.name,
      attempts: cause.attempts,
      outcome: "refused",
      cause,
      report: { brokenApis: apiIds },
    },
  );
}

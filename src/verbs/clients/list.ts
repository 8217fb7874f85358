import type { OAuthClient } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { TykIncompleteError } from "../../errors/verb.ts";
import { controlKeys } from "../evidence/key-absence.ts";
import { unprovedList } from "../evidence/unproved-list.ts";
import { isRecord } from "../../internal/json.ts";
import type { Verb } from "../verb.ts";

/** The report of a {@link TykIncompleteError} of clients that cannot be listed. */
export interface BrokenIndexReport {
  /** The APIs whose index names a client whose record is gone. */
  readonly brokenApis: readonly string[];
}

/** Lists the clients of an API. */
export function listClients(verb: Verb, args: { readonly apiId: string }): Promise<OAuthClient[]> {
  verb.record(args, "args");
  const { apiId } = args;
  verb.id(apiId, "apiId");
  return readClients(verb, apiId);
}

/** Reads the clients of an API, and tells an API that is unknown from one whose index is broken: both are 404 `null`. */
export async function readClients(verb: Verb, apiId: string): Promise<OAuthClient[]> {
  const path = { apiID: apiId };
  const read = (): Promise<OAuthClient[]> => verb.read("listOAuthClients", { path }, { apiId });
  try {
    const clients = await read();
    if (clients.length > 0) return clients;
    // While storage is down the list is empty (trap 28).
    const doubt = await controlKeys(verb, apiId);
    const again = await read();
    if (again.length > 0 || doubt === undefined) return again;
    throw unprovedList(verb, `the API ${apiId} has no clients`, doubt, { apiId });
  } catch (error) {
    if (!(error instanceof TykNotFoundError)) throw error;
    // Throws a 404 of its own, with the gateway's words, where there is no such API.
    await verb.read("getApi", { path }, { apiId });
    throw brokenIndex(verb, [apiId], error);
  }
}

/** The error of APIs whose index names a client whose record is gone. */
export function brokenIndex(
  verb: Verb,
  apiIds: readonly string[],
  cause: TykNotFoundError,
): TykIncompleteError<BrokenIndexReport> {
  return new TykIncompleteError(
    `the clients of ${apiIds.join(", ")} cannot be listed: the index names one whose record is gone, see clients.repairIndex`,
    {
      operation: verb.name,
      attempts: cause.attempts,
      outcome: "refused",
      cause,
      report: { brokenApis: apiIds },
    },
  );
}

/** Whether an error is that of a list which the gateway cannot make, and not of storage that fails. */
export function isBrokenIndex(error: unknown): error is TykIncompleteError<BrokenIndexReport> {
  return (
    error instanceof TykIncompleteError && isRecord(error.report) && "brokenApis" in error.report
  );
}

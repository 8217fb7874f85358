import type { OAuthClient } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { TykIncompleteError } from "../../errors/method.ts";
import type { ListReceiver } from "../../transport/list/list-receiver.ts";
import type { VerbOptions } from "../../types/options.ts";
import type { Deps } from "../deps.ts";
import { readConfirmed } from "../evidence/confirm-absence.ts";
import type { MethodContext } from "../method-context.ts";
import type { ElementQueue } from "../lists/element-queue.ts";
import { streamElements } from "../lists/stream-elements.ts";
import { parameters } from "../parameters.ts";
import { startMethod } from "../run.ts";
import type { BrokenIndexReport, TykReport } from "../../errors/reports.ts";

export function listClients(
  context: MethodContext,
  args: { readonly apiId: string },
): Promise<OAuthClient[]> {
  context.check.ids(args, "args", parameters["clients.list"].args);
  const { apiId } = args;
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

/** Yields the clients of an API in batches, for the caller. */
export function iterateClients(
  deps: Deps,
  args: { readonly apiId: string },
  options: Omit<VerbOptions, "deadlineMs"> | undefined,
): AsyncGenerator<readonly OAuthClient[], void, undefined> {
  const name = "clients.iterate" as const;
  return streamElements<OAuthClient>(name, options, (limited, queue) =>
    startMethod(name, deps, [args], limited, async (context: MethodContext) => {
      context.check.ids(args, "args", parameters[name].args);
      await streamClients(context, args.apiId, queue);
    }),
  );
}

/** Passes the clients of an API on as they arrive, with the checks of `readClients`. */
export async function streamClients(
  context: MethodContext,
  apiId: string,
  queue: ElementQueue<OAuthClient>,
): Promise<void> {
  const read = async (): Promise<true | undefined> => {
    await readOnce(context, apiId, queue);
    return queue.isEmpty ? undefined : true;
  };
  await readConfirmed(context, `the list of clients of ${apiId}`, read, apiId);
}

/** Whether an error says that an API's index is broken. A TykIncompleteError can also say that an empty list is not confirmed. */
export function isBrokenIndexError(error: unknown): boolean {
  return error instanceof TykIncompleteError && (error.report as TykReport).kind === "broken-index";
}

async function readOnce(
  context: MethodContext,
  apiId: string,
  receiver?: ListReceiver,
): Promise<OAuthClient[]> {
  const path = { apiID: apiId };
  try {
    return await context.read("listOAuthClients", { path }, { apiId }, receiver);
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
  const report: BrokenIndexReport = { kind: "broken-index", brokenApis: apiIds };
  return new TykIncompleteError(
    `the clients of ${apiIds.join(", ")} cannot be listed: the index names a client whose record is gone. Fix it with clients.repairIndex`,
    { operation: context.name, attempts: cause.attempts, outcome: "refused", cause, report },
  );
}

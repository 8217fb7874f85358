import { TykIncompleteError } from "../../errors/method.ts";
import { readOAuthApi } from "../apis/definition.ts";
import type { MethodContext } from "../method-context.ts";
import { parameters } from "../parameters.ts";
import { EndTokens } from "../tokens/end-tokens.ts";
import { createApiState } from "../tokens/ending-state.ts";
import { isBrokenIndexError, readClients } from "./list.ts";
import { findClient, pathOf } from "./read.ts";
import type { IndexReport, TokensReport } from "../../errors/reports.ts";

/** The input of `clients.repairIndex`. */
export interface RepairIndexInput {
  /** The `api_id` of the API whose clients cannot be listed. */
  readonly apiId: string;
  /** Ids of clients that may have been on the API, from your own records or logs. The gateway cannot name them. */
  readonly candidates: readonly string[];
}

/** Deletes candidates that have no record, until the API's clients can be listed. The deletion removes them from the index. */
export async function repairIndex(
  context: MethodContext,
  input: RepairIndexInput,
): Promise<IndexReport> {
  context.check.record(input, "input", parameters["clients.repairIndex"].input);
  const { apiId, candidates } = input;
  context.check.id(apiId, "apiId");
  const list: unknown = candidates;
  if (!Array.isArray(list)) context.check.fail("candidates", "must be a list of client ids");
  for (const candidate of candidates) context.check.id(candidate, "candidates");
  context.startWriting();
  await readOAuthApi(context, apiId, "it has no clients");
  const removed: string[] = [];
  const kept: string[] = [];
  const unproved: string[] = [];
  const tokens: TokensReport[] = [];
  let healed = await canList(context, apiId);
  for (const clientId of healed ? [] : new Set(candidates)) {
    const ref = { apiId, clientId };
    if ((await findClient(context, ref)) !== undefined) {
      kept.push(clientId);
      continue;
    }
    // The list of its tokens still exists, and the tokens would work again if the id is created again.
    const args = { sweep: false, wait: false };
    const ending = new EndTokens(context, clientId, [createApiState(apiId)], args);
    const report = await ending.run();
    if (ending.hasTokens) tokens.push(report);
    if (!context.isDry && !ending.isAccessGone) {
      unproved.push(clientId);
      continue;
    }
    const dryRunResult = { key: clientId, status: "ok", action: "deleted" };
    await context.write("deleteOAuthClient", pathOf(ref), { apiId }, dryRunResult);
    removed.push(clientId);
    healed = await canList(context, apiId);
    if (healed) break;
  }
  const report: IndexReport = {
    kind: "index-repair",
    apiId,
    healed,
    removed,
    kept,
    unproved,
    tokens,
  };
  if (healed || context.isDry) return report;
  throw new TykIncompleteError(
    `the index of the API ${apiId} is still broken: no candidate that could be removed is the client whose record is gone. See the report, and call again with other candidates`,
    { ...context.errorDetails, report },
  );
}

async function canList(context: MethodContext, apiId: string): Promise<boolean> {
  try {
    await readClients(context, apiId);
    return true;
  } catch (error) {
    if (isBrokenIndexError(error)) return false;
    throw error;
  }
}

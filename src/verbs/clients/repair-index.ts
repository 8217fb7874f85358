import { TykIncompleteError } from "../../errors/method.ts";
import { readOAuthApi } from "../apis/definition.ts";
import type { MethodContext } from "../method-context.ts";
import { EndTokens } from "../tokens/end-tokens.ts";
import { createApiState } from "../tokens/ending-state.ts";
import type { TokensReport } from "../tokens/report.ts";
import { isBrokenIndexError, readClients } from "./list.ts";
import { findClient, pathOf } from "./read.ts";

/** The input of `clients.repairIndex`. */
export interface RepairIndexInput {
  /** The `api_id` of the API whose clients cannot be listed. */
  readonly apiId: string;
  /** Ids of clients that may have been on the API, from your own records or logs. The gateway cannot name them. */
  readonly candidates: readonly string[];
}

/** The report of a repair: plain JSON without secrets. */
export interface IndexReport {
  /** The API's `api_id`. */
  readonly apiId: string;
  /** Whether the API's clients can be listed now. */
  readonly healed: boolean;
  /** The candidates that had no record. They were deleted, which removes them from the index. */
  readonly removed: readonly string[];
  /** The candidates that exist, and were left alone. */
  readonly kept: readonly string[];
  /** The candidates that had no record, but were left alone because one of their tokens could not be ended. */
  readonly unproved: readonly string[];
  /** The reports of the tokens that candidates without a record had left behind. */
  readonly tokens: readonly TokensReport[];
}

/** Deletes candidates that have no record, until the API's clients can be listed. The deletion removes them from the index. */
export async function repairIndex(
  context: MethodContext,
  input: RepairIndexInput,
): Promise<IndexReport> {
  context.check.record(input, "input", ["apiId", "candidates"]);
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
  const report: IndexReport = { apiId, healed, removed, kept, unproved, tokens };
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

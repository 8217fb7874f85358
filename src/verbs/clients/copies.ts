import type { OAuthClient } from "../../../generated/index.ts";
import { TykError, withReport } from "../../errors/base.ts";
import type { AnyTykError } from "../../errors/index.ts";
import type { TykErrorCode, TykOutcome } from "../../errors/base.ts";
import { TykIncompleteError } from "../../errors/method.ts";
import type { ClientCopies, ClientTarget } from "../../types/client-refs.ts";
import { readOAuthApis } from "../apis/definition.ts";
import { createNoClientError } from "../failures.ts";
import type { PartResult, MethodContext } from "../method-context.ts";
import { findClients } from "./find-clients.ts";
import { readClient } from "./read.ts";

/** One copy of a client, on one API. */
export interface ClientCopy {
  /** The API's `api_id`. */
  readonly apiId: string;
  /** The client as that API stores it. */
  readonly client: OAuthClient;
}

/** What became of one copy of a client, where not all could be done. */
export interface CopyReport {
  /** The API's `api_id`. */
  readonly apiId: string;
  /** Whether the verb did there what it was to do. */
  readonly done: boolean;
  /** What is known of the change on this API. */
  readonly outcome: TykOutcome;
  /** The error's code, where it was not done. */
  readonly code?: TykErrorCode;
  /** The error's message, where it was not done. */
  readonly reason?: string;
}

/** The report of a {@link TykIncompleteError} where a verb could do some of a client's copies and not others. */
export interface CopiesReport {
  /** The client's `client_id`. */
  readonly clientId: string;
  /** Each copy, in the order in which they were done. */
  readonly apis: readonly CopyReport[];
}

/** What a verb gives of its target: of one client the thing itself, of several copies a list. */
export type OfTarget<Target extends ClientTarget, Copy, One> = Target extends {
  readonly apis: unknown;
}
  ? Copy[]
  : One;

const copiesNames = ["clientId", "apis", "orgId"];
const refNames = ["apiId", "clientId"];

/** Whether a target names copies; its shape has been checked then. */
export function checkTarget(context: MethodContext, target: unknown): boolean {
  context.check.record(target, "target");
  const { apiId, clientId, apis, orgId } = target;
  if (apis === undefined) {
    context.check.record(target, "target", refNames);
    context.check.id(apiId, "apiId");
    context.check.id(clientId, "clientId");
    return false;
  }
  context.check.record(target, "target", copiesNames);
  context.check.id(clientId, "clientId");
  if (apis !== "all") checkApiIds(context, apis);
  context.orgId(orgId);
  return true;
}

/** Checks a list of API ids. */
export function checkApiIds(
  context: MethodContext,
  apis: unknown,
): asserts apis is readonly string[] {
  if (!Array.isArray(apis) || apis.length === 0)
    context.check.fail("apis", "must be a list of API ids that is not empty");
  for (const apiId of apis as unknown[]) context.check.id(apiId, "apis");
  if (new Set(apis as unknown[]).size !== (apis as unknown[]).length)
    context.check.fail("apis", "must name each API once");
}

/** Reads each copy that a target names. Throws where one that is named is not there, or with `"all"` none is. */
export async function readCopies(
  context: MethodContext,
  target: ClientTarget,
): Promise<ClientCopy[]> {
  const { clientId } = target;
  if (!targetsAllCopies(target)) {
    const copies: ClientCopy[] = [];
    for (const apiId of apiIdsOf(target))
      copies.push({ apiId, client: await readClient(context, { apiId, clientId }) });
    return copies;
  }
  const copies = await findCopies(context, clientId, target.orgId);
  if (copies.length > 0) return copies;
  throw createNoClientError(context);
}

/** Finds each copy of a client, on the OAuth APIs of an organisation, or of all with `""`. */
export async function findCopies(
  context: MethodContext,
  clientId: string,
  orgId: string | undefined,
): Promise<ClientCopy[]> {
  const apis = await readOAuthApis(context, context.orgId(orgId));
  const apiIds = apis.map(({ api_id: apiId }) => apiId);
  const copies: ClientCopy[] = [];
  for (const [apiId, { client, error }] of await findClients(context, clientId, apiIds)) {
    if (error !== undefined) throw error;
    if (client !== undefined) copies.push({ apiId, client });
  }
  return copies.sort((one, other) => (one.apiId < other.apiId ? -1 : 1));
}

/** Of one client the client itself, of several copies all of them. */
export function toTargetResult<Target extends ClientTarget>(
  target: Target,
  copies: ClientCopy[],
): OfTarget<Target, ClientCopy, OAuthClient> {
  const result = "apis" in target ? copies : copies[0]?.client;
  // The type says the same of the target.
  return result as OfTarget<Target, ClientCopy, OAuthClient>;
}

/** Whether a target names every copy. */
export function targetsAllCopies(target: ClientTarget): target is ClientCopies {
  return "apis" in target && target.apis === "all";
}

/** The APIs of a target that names them. */
export function apiIdsOf(target: ClientTarget): readonly string[] {
  if ("apiId" in target) return [target.apiId];
  return target.apis === "all" ? [] : target.apis;
}

/**
 * Does something on each API, one after the other. Where it fails on one it goes on with the others, so that as few copies as
 * can be stay behind, and then throws: the failure itself where nothing was changed anywhere, otherwise a report API by API.
 */
export async function forEachCopy<Item extends { readonly apiId: string }, T>(
  context: MethodContext,
  clientId: string,
  items: readonly Item[],
  run: (item: Item) => Promise<T>,
): Promise<T[]> {
  const done: T[] = [];
  const apis: CopyReport[] = [];
  let first: AnyTykError | undefined;
  for (const item of items) {
    const { apiId } = item;
    const { data, error, outcome } = await runPart(context, { clientId, apis }, () => run(item));
    if (error === undefined) done.push(data);
    first ??= error;
    if (error === undefined) apis.push({ apiId, done: true, outcome });
    else apis.push({ apiId, done: false, outcome, code: error.code, reason: error.message });
  }
  if (first === undefined) return done;
  if (items.length === 1 || context.changed === "not-sent" || context.changed === "refused")
    throw first;
  const failed = apis.filter((api) => !api.done).map(({ apiId }) => apiId);
  const report: CopiesReport = { clientId, apis };
  throw new TykIncompleteError(`not done on ${failed.join(", ")}`, {
    operation: context.name,
    attempts: first.attempts,
    outcome: context.changed,
    cause: first,
    report,
  });
}

/** An error that ends the verb tells of what was done before it. */
async function runPart<T>(
  context: MethodContext,
  report: CopiesReport,
  run: () => Promise<T>,
): Promise<PartResult<T>> {
  try {
    return await context.part(run);
  } catch (error) {
    if (error instanceof TykError && report.apis.length > 0) withReport(error, report);
    throw error;
  }
}

import type { OAuthClient } from "../../../generated/index.ts";
import { TykError } from "../../errors/base.ts";
import { withReport } from "../../errors/change-error.ts";
import type { AnyTykError } from "../../errors/index.ts";
import { TykIncompleteError } from "../../errors/method.ts";
import type { ClientCopies, ClientTarget } from "../../types/client-refs.ts";
import { readOAuthApiIds } from "../apis/definition.ts";
import { createNoClientError } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { findClients } from "./find-clients.ts";
import { readClient } from "./read.ts";
import type { CopiesReport, CopyReport } from "../../errors/reports.ts";
import type { ClientWithNewSecret } from "./read.ts";

/** One copy of a client, on one API. */
export interface ClientCopy {
  /** The API's `api_id`. */
  readonly apiId: string;
  /** The client as that API stores it. */
  readonly client: OAuthClient;
}

/** One copy of a client, on one API, whose secret a method replaces. */
export interface CopyWithNewSecret {
  /** The API's `api_id`. */
  readonly apiId: string;
  /** The client as that API stores it. */
  readonly client: ClientWithNewSecret;
}

/** The result of a method by its target: a single value for a {@link ClientRef}, a list for {@link ClientCopies}. */
export type OfTarget<Target extends ClientTarget, Copy, One> = Target extends {
  readonly apis: unknown;
}
  ? Copy[]
  : One;

/** Checks the shape of a target. Returns whether it names copies. */
export function checkTarget(context: MethodContext, target: unknown): boolean {
  context.check.record(target, "target");
  const { apiId, clientId, apis, orgId } = target;
  if (apis === undefined) {
    context.check.record(target, "target", ["apiId", "clientId"]);
    context.check.id(apiId, "apiId");
    context.check.id(clientId, "clientId");
    return false;
  }
  context.check.record(target, "target", ["clientId", "apis", "orgId"]);
  context.check.id(clientId, "clientId");
  if (apis !== "all") checkApiIds(context, apis);
  context.orgId(orgId);
  return true;
}

export function checkApiIds(
  context: MethodContext,
  apis: unknown,
): asserts apis is readonly string[] {
  if (!Array.isArray(apis) || apis.length === 0)
    return context.check.fail("apis", "must be a list of at least one API id");
  for (const apiId of apis) context.check.id(apiId, "apis");
  if (new Set(apis).size !== apis.length) context.check.fail("apis", "must name each API once");
}

/** Reads each copy that a target names. Throws if a named copy does not exist, or if `"all"` finds no copy. */
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

/** Finds each copy of a client on the OAuth APIs of an organisation. An empty `orgId` means all organisations. */
export async function findCopies(
  context: MethodContext,
  clientId: string,
  orgId: string | undefined,
): Promise<ClientCopy[]> {
  const apiIds = await readOAuthApiIds(context, context.orgId(orgId));
  const copies: ClientCopy[] = [];
  for (const [apiId, { client, error }] of await findClients(context, clientId, apiIds)) {
    if (error !== undefined) throw error;
    if (client !== undefined) copies.push({ apiId, client });
  }
  return copies.sort((one, other) => (one.apiId < other.apiId ? -1 : 1));
}

/** Returns the client itself if the target is one client, and all copies if the target names copies. */
export function toTargetResult<
  Target extends ClientTarget,
  Copy extends { readonly client: unknown },
>(target: Target, copies: Copy[]): OfTarget<Target, Copy, Copy["client"]> {
  const result = "apis" in target ? copies : copies[0]?.client;
  // `OfTarget` distinguishes by the same property, which TypeScript cannot see here.
  return result as OfTarget<Target, Copy, Copy["client"]>;
}

export function targetsAllCopies(target: ClientTarget): target is ClientCopies {
  return "apis" in target && target.apis === "all";
}

/** Returns the ids of the APIs that a target names. */
export function apiIdsOf(target: ClientTarget): readonly string[] {
  if ("apiId" in target) return [target.apiId];
  return target.apis === "all" ? [] : target.apis;
}

/**
 * Runs a function for each API, one after the other. After a failure it goes on with the other APIs, because fewer copies
 * then stay behind. In the end it throws the first failure if nothing was changed anywhere, otherwise an error with a
 * report by API.
 */
export async function forEachCopy<Item extends { readonly apiId: string }, T>(
  context: MethodContext,
  clientId: string,
  items: readonly Item[],
  run: (item: Item) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  const apis: CopyReport[] = [];
  let first: AnyTykError | undefined;
  for (const item of items) {
    const { apiId } = item;
    const part = context
      .part(() => run(item))
      .catch((thrown: unknown) => {
        // This error ends the method, so it gets the report of the parts before it.
        if (thrown instanceof TykError && apis.length > 0)
          withReport(thrown, { kind: "copies", clientId, apis });
        throw thrown;
      });
    const { data, error, outcome } = await part;
    if (error === undefined) {
      results.push(data);
      apis.push({ apiId, done: true, outcome });
    } else {
      first ??= error;
      apis.push({ apiId, done: false, outcome, code: error.code, reason: error.message });
    }
  }
  if (first === undefined) return results;
  const mayBeChanged = context.changeOutcome === "applied" || context.changeOutcome === "unknown";
  if (items.length === 1 || !mayBeChanged) throw first;
  const failed = apis.filter((api) => !api.done).map(({ apiId }) => apiId);
  const report: CopiesReport = { kind: "copies", clientId, apis };
  throw new TykIncompleteError(`failed on ${failed.join(", ")}: see the report for each API`, {
    ...context.errorDetails,
    attempts: first.attempts,
    cause: first,
    report,
  });
}

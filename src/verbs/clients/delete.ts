import { TykConflictError, TykIncompleteError } from "../../errors/method.ts";
import type { ClientRef, ClientTarget } from "../../types/client-refs.ts";
import { checkEndTokensArgs } from "../tokens/end-tokens-args.ts";
import { EndTokens } from "../tokens/end-tokens.ts";
import type { EndTokensArgs } from "../tokens/end-tokens-args.ts";
import { findClientSites, toApiState } from "../tokens/client-sites.ts";
import { createApiState } from "../tokens/api-state.ts";
import type { ApiState } from "../tokens/api-state.ts";
import { copiesElsewhere } from "../tokens/report.ts";
import type { BeyondReach, TokensReport } from "../tokens/report.ts";
import type { MethodContext } from "../method-context.ts";
import { apiIdsOf, targetsAllCopies, checkTarget, forEachCopy } from "./copies.ts";
import { findClient, pathOf } from "./read.ts";

/** What `clients.delete` can be told. */
export interface DeleteArgs extends EndTokensArgs {
  /**
   * `"revoke"` ends the client's tokens, so that nothing of them comes back should its id ever be made again; `"keep"` leaves
   * them in storage: APIs that are not OAuth go on taking them until they expire.
   * @defaultValue "revoke"
   */
  readonly tokens?: "revoke" | "keep" | undefined;
  /**
   * Where a token that is known is not proved to be gone: stops before the client is deleted, or goes on.
   * @defaultValue "stop"
   */
  readonly ifUnproved?: "stop" | "go-on" | undefined;
}

/** What became of a client that was deleted: plain JSON without secrets. */
export interface DeletionReport {
  /** The client's `client_id`. */
  readonly clientId: string;
  /** Each API, and whether the client was there. The gateway says yes to the deletion of any client. */
  readonly apis: readonly { readonly apiId: string; readonly existed: boolean }[];
  /** What became of its tokens; missing with `tokens: "keep"`. */
  readonly tokens?: TokensReport;
  /** What nobody can undo: never make this id again. */
  readonly advice: string;
}

const advice =
  "never make this client_id again: refresh tokens and codes that nothing lists would work again with it";

/** A client that is there after so many confirmed deletions is reported. */
const maxDeletions = 2;

/** Ends a client's tokens, deletes it on each API, and makes sure that nothing is left. */
export async function deleteClient(
  context: MethodContext,
  target: ClientTarget,
  passed: DeleteArgs | undefined,
): Promise<DeletionReport> {
  checkTarget(context, target);
  const args = context.check.args(passed, ["tokens", "ifUnproved", "sweep", "wait"]);
  context.check.oneOf(args.tokens, "tokens", ["revoke", "keep"]);
  context.check.oneOf(args.ifUnproved, "ifUnproved", ["stop", "go-on"]);
  checkEndTokensArgs(context, args);
  context.assertWritable();
  const { clientId } = target;
  const { apiStates, beyond } = await readApiStates(context, target);
  const apis = apiStates.map(({ apiId, secret }) => ({ apiId, existed: secret !== undefined }));
  const ending = new EndTokens(context, clientId, apiStates, args, beyond);
  const isEnding = args.tokens !== "keep" && apiStates.length > 0;
  // While the client is there, its refresh tokens can be revoked with their access tokens.
  const isThere = apis.some(({ existed }) => existed);
  if (isEnding) await endBefore(context, ending, args, isThere);
  await forEachCopy(context, clientId, apiStates, async ({ apiId }) => {
    await deleteFrom(context, { apiId, clientId });
  });
  const report = { clientId, apis, advice };
  return isEnding ? { ...report, tokens: await endAfter(context, ending, args) } : report;
}

async function readApiStates(
  context: MethodContext,
  target: ClientTarget,
): Promise<{ readonly apiStates: readonly ApiState[]; readonly beyond: readonly BeyondReach[] }> {
  const { clientId } = target;
  const apiStates: ApiState[] = [];
  if (targetsAllCopies(target)) {
    const { found, unsearched } = await findClientSites(context, clientId, target.orgId);
    for (const one of found)
      // What cannot be read is read once more; if that fails as well nothing is begun.
      apiStates.push(
        one.readFailure === undefined
          ? toApiState(one)
          : await readPlace(context, one.apiId, clientId),
      );
    return { apiStates, beyond: [copiesElsewhere(unsearched)] };
  }
  for (const apiId of apiIdsOf(target)) apiStates.push(await readPlace(context, apiId, clientId));
  return { apiStates, beyond: [] };
}

async function readPlace(
  context: MethodContext,
  apiId: string,
  clientId: string,
): Promise<ApiState> {
  const client = await findClient(context, { apiId, clientId });
  return createApiState(apiId, client?.secret);
}

async function endBefore(
  context: MethodContext,
  ending: EndTokens,
  args: DeleteArgs,
  isThere: boolean,
): Promise<void> {
  const report = await ending.run("never");
  // Of a client that is not there and left nothing, nor of an API that is not there, nothing is to be proved.
  if (!isThere && !ending.hasTokens) return;
  if (args.ifUnproved === "go-on" || context.isDry || ending.isKnownGone) return;
  throw new TykIncompleteError(
    "the client was not deleted, since not all its known tokens are proved to be gone",
    { operation: context.name, outcome: context.changed, report },
  );
}

/**
 * Deletes the client on one API. While storage is down the gateway answers 200 and deletes nothing (trap 28), so it is read
 * afterwards, and deleted once more if it is there.
 */
async function deleteFrom(context: MethodContext, ref: ClientRef): Promise<void> {
  const { apiId, clientId } = ref;
  const dryRunResult = { key: clientId, status: "ok", action: "deleted" };
  for (let tries = 1; tries <= maxDeletions; tries += 1) {
    await context.write("deleteOAuthClient", pathOf(ref), { apiId }, dryRunResult);
    if (context.isDry || (await findClient(context, ref)) === undefined) return;
  }
  throw new TykConflictError(
    `the client ${clientId} is on the API ${apiId} although the gateway confirmed its deletion: somebody created it again, or the gateway's storage fails. Read the client before you call again`,
    { operation: context.name, attempts: context.response?.attempts, outcome: context.changed },
  );
}

/** Ends what was minted meanwhile: the list stays when its client goes. */
async function endAfter(
  context: MethodContext,
  ending: EndTokens,
  args: DeleteArgs,
): Promise<TokensReport> {
  if (context.isDry) return ending.report();
  ending.clientIsGone();
  // A token that was in use seconds ago can be in the session cache, which opens the API again with the client's id.
  const report = await ending.run("found");
  if (args.ifUnproved === "go-on" || ending.isKnownGone) return report;
  throw new TykIncompleteError(
    "the client is deleted, but not all its known tokens are proved to be gone: they would work again with its id, and still open APIs that are not OAuth",
    { operation: context.name, outcome: "applied", report },
  );
}

import { TykConflictError, TykIncompleteError } from "../../errors/method.ts";
import type { ClientRef, ClientTarget } from "../../types/client-refs.ts";
import type { MethodContext } from "../method-context.ts";
import { parameters } from "../parameters.ts";
import { readApiState, readApiStates } from "../tokens/client-sites.ts";
import { checkEndTokensArgs, EndTokens } from "../tokens/end-tokens.ts";
import type { EndTokensArgs } from "../tokens/end-tokens.ts";
import { checkTarget, forEachCopy } from "./copies.ts";
import { findClient, pathOf } from "./read.ts";
import type { TokensReport } from "../../errors/reports.ts";
import { describeUnproved } from "../tokens/report.ts";

/** The arguments of `clients.delete`. */
export interface DeleteArgs extends EndTokensArgs {
  /**
   * `"revoke"` ends the client's tokens, so they cannot come back if the id is ever created again. `"keep"` leaves the
   * tokens in storage: APIs that are not OAuth accept them until they expire.
   * @defaultValue "revoke"
   */
  readonly tokens?: "revoke" | "keep" | undefined;
  /**
   * What to do if a known token is not proved to be gone. `"stop"` throws, if possible before the client is deleted. `"go-on"`
   * deletes the client, and the report says which tokens are left.
   * @defaultValue "stop"
   */
  readonly ifUnproved?: "stop" | "go-on" | undefined;
}

/** The report of a deletion: plain JSON without secrets. */
export interface DeletionReport {
  /** The client's `client_id`. */
  readonly clientId: string;
  /** Each API, and whether the client existed there. The gateway also confirms the deletion of an unknown client. */
  readonly apis: readonly { readonly apiId: string; readonly existed: boolean }[];
  /** The report of the client's tokens; missing with `tokens: "keep"`. */
  readonly tokens?: TokensReport;
  /** A warning for the future: never create this id again. */
  readonly advice: string;
}

const advice =
  "never create this client_id again: refresh tokens and codes that no list shows would work again";

/** How often a deletion is sent. If the client still exists after that many confirmed deletions, the method throws. */
const maxDeletions = 2;

/** Ends a client's tokens, deletes the client on each API, and checks that nothing is left. */
export async function deleteClient(
  context: MethodContext,
  target: ClientTarget,
  passedArgs: DeleteArgs | undefined,
): Promise<DeletionReport> {
  checkTarget(context, target);
  const args = context.check.args(passedArgs, parameters["clients.delete"].args);
  context.check.oneOf(args.tokens, "tokens", ["revoke", "keep"]);
  context.check.oneOf(args.ifUnproved, "ifUnproved", ["stop", "go-on"]);
  checkEndTokensArgs(context, args);
  context.startWriting();
  const { clientId } = target;
  const { apiStates, beyond } = await readApiStates(context, target);
  // An API that could not be read is read once more. If that fails too, the method throws before any change.
  for (const [index, { apiId, readFailure }] of apiStates.entries())
    if (readFailure !== undefined) apiStates[index] = await readApiState(context, apiId, clientId);
  const apis = apiStates.map(({ apiId, secret }) => ({ apiId, existed: secret !== undefined }));
  const ending = new EndTokens(context, clientId, apiStates, args, beyond);
  const shouldEndTokens = args.tokens !== "keep" && apiStates.length > 0;
  const goesOn = context.isDry || args.ifUnproved === "go-on";
  if (shouldEndTokens) {
    // While the client exists, its refresh tokens can be revoked together with their access tokens.
    const tokens = await ending.run("never");
    // Nothing is to be proved if there is no client and no token, for example on an unknown API.
    const isNothing = apis.every(({ existed }) => !existed) && !ending.hasTokens;
    if (!goesOn && !isNothing && !ending.isKnownGone)
      throw new TykIncompleteError(
        `the client ${clientId} was not deleted: some of its known tokens are not proved to be gone: ${describeUnproved(tokens)}. Call again, or set ifUnproved to "go-on"`,
        { operation: context.name, outcome: context.changeOutcome, report: tokens },
      );
  }
  await forEachCopy(context, clientId, apiStates, async ({ apiId }) => {
    await deleteFrom(context, { apiId, clientId });
  });
  const report = { clientId, apis, advice };
  if (!shouldEndTokens) return report;
  if (context.isDry) return { ...report, tokens: ending.report() };
  // The gateway keeps the list of tokens when it deletes the client, so tokens that were issued meanwhile can be ended.
  ending.clientIsGone();
  // A token that was used seconds ago can be in the session cache. It would open the API again if the id is created again.
  const tokens = await ending.run("found");
  if (goesOn || ending.isKnownGone) return { ...report, tokens };
  throw new TykIncompleteError(
    `the client ${clientId} is deleted, but some of its known tokens are not proved to be gone: they still open APIs that are not OAuth, and would work again with this client_id: ${describeUnproved(tokens)}. Call again`,
    { operation: context.name, outcome: "applied", report: tokens },
  );
}

/**
 * Deletes the client on one API. While storage is down the gateway responds 200 and deletes nothing (trap 28). So the
 * client is read afterwards, and deleted once more if it still exists.
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
    context.errorDetails,
  );
}

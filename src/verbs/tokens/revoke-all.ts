import { TykIncompleteError } from "../../errors/method.ts";
import type { ClientTarget } from "../../types/client-refs.ts";
import { readOAuthApis } from "../apis/definition.ts";
import { apiIdsOf, targetsAllCopies, checkTarget } from "../clients/copies.ts";
import { findClient } from "../clients/read.ts";
import { createNoClientError } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { checkEndTokensArgs } from "./end-tokens-args.ts";
import { EndTokens } from "./end-tokens.ts";
import type { EndTokensArgs } from "./end-tokens-args.ts";
import { findClientSites, toApiState } from "./client-sites.ts";
import { createApiState } from "./api-state.ts";
import type { ApiState } from "./api-state.ts";
import { copiesElsewhere } from "./report.ts";
import type { BeyondReach, TokensReport } from "./report.ts";

/** Arguments of `tokens.revokeAll`. */
export interface RevokeAllArgs extends EndTokensArgs {
  /**
   * What to do if it is not proved that every access token is gone: throw a {@link TykIncompleteError} with the report, or return
   * the report.
   * @defaultValue "throw"
   */
  readonly ifUnproved?: "throw" | "report" | undefined;
}

/** Ends all tokens of a client on one, some or all of its APIs. */
export async function revokeAll(
  context: MethodContext,
  target: ClientTarget,
  passedArgs: RevokeAllArgs | undefined,
): Promise<TokensReport> {
  checkTarget(context, target);
  const args = context.check.args(passedArgs, ["sweep", "wait", "ifUnproved"]);
  checkEndTokensArgs(context, args);
  context.check.oneOf(args.ifUnproved, "ifUnproved", ["throw", "report"]);
  context.startWriting();
  const { apiStates, beyondReach } = await readApiStates(context, target);
  const mayExist = apiStates.some(
    ({ secret, readFailure }) => secret !== undefined || readFailure !== undefined,
  );
  const ending = new EndTokens(context, target.clientId, apiStates, args, beyondReach);
  const report = await ending.run(mayExist ? "always" : "found");
  // A deleted client can leave tokens behind, which work again when its id is created again (trap 9).
  if (!mayExist && ending.hasNothing) throw createNoClientError(context);
  if (args.ifUnproved !== "report")
    requireProof(context, report, "it is not proved that all tokens are gone");
  return report;
}

async function readApiStates(
  context: MethodContext,
  target: ClientTarget,
): Promise<{
  readonly apiStates: readonly ApiState[];
  readonly beyondReach: readonly BeyondReach[];
}> {
  const { clientId } = target;
  if (targetsAllCopies(target)) {
    const { found, unsearched } = await findClientSites(context, clientId, target.orgId);
    const beyondReach = [copiesElsewhere(unsearched)];
    if (found.length > 0) return { apiStates: found.map(toApiState), beyondReach };
    // No API holds the client, but its tokens may be among the keys.
    const apis = await readOAuthApis(context, context.orgId(target.orgId));
    return {
      apiStates: apis.map(({ api_id: apiId }) => createApiState(apiId, undefined)),
      beyondReach,
    };
  }
  const apiStates: ApiState[] = [];
  for (const apiId of apiIdsOf(target)) {
    const client = await findClient(context, { apiId, clientId });
    apiStates.push(createApiState(apiId, client?.secret));
  }
  return { apiStates, beyondReach: [] };
}

/** Throws unless the tokens are gone on each API. A dry run ends nothing, so it has nothing to prove. */
export function requireProof(context: MethodContext, report: TokensReport, message: string): void {
  if (context.isDry || report.apis.every(isProved)) return;
  throw new TykIncompleteError(message, {
    operation: context.name,
    attempts: context.response?.attempts,
    outcome: context.changeOutcome,
    report,
  });
}

/** Whether the tokens of an API are gone. */
export function isProved({ state }: TokensReport["apis"][number]): boolean {
  return state === "refused-at-api" || state === "gone-from-storage";
}

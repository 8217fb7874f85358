import { TykIncompleteError } from "../../errors/method.ts";
import type { ClientTarget } from "../../types/client-refs.ts";
import { readOAuthApiIds } from "../apis/definition.ts";
import { checkTarget, targetsAllCopies } from "../clients/copies.ts";
import { createNoClientError } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { parameters } from "../parameters.ts";
import { readApiStates } from "./client-sites.ts";
import { checkEndTokensArgs, EndTokens } from "./end-tokens.ts";
import type { EndTokensArgs } from "./end-tokens.ts";
import { describeUnproved, isProved } from "./report.ts";
import { createApiState } from "./ending-state.ts";
import type { TokensReport } from "../../errors/reports.ts";

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
  const args = context.check.args(passedArgs, parameters["tokens.revokeAll"].args);
  checkEndTokensArgs(context, args);
  context.check.oneOf(args.ifUnproved, "ifUnproved", ["throw", "report"]);
  context.startWriting();
  const { apiStates, beyond } = await readApiStates(context, target);
  if (apiStates.length === 0 && targetsAllCopies(target)) {
    // No API holds the client, but its tokens may be among the keys.
    for (const apiId of await readOAuthApiIds(context, context.orgId(target.orgId)))
      apiStates.push(createApiState(apiId));
  }
  const mayExist = apiStates.some((api) => (api.secret ?? api.readFailure) !== undefined);
  const ending = new EndTokens(context, target.clientId, apiStates, args, beyond);
  const report = await ending.run(mayExist ? "always" : "found");
  // A deleted client can leave tokens behind, which work again when its id is created again (trap 9).
  if (!mayExist && ending.hasNothing) throw createNoClientError(context);
  // A dry run ends nothing, so it has nothing to prove.
  if (args.ifUnproved === "report" || context.isDry || report.apis.every(isProved)) return report;
  throw new TykIncompleteError(
    `it is not proved that all tokens are gone: ${describeUnproved(report)}. Remove the cause and call again, or pass ifUnproved: "report" to get the report as the result`,
    { ...context.errorDetails, report },
  );
}

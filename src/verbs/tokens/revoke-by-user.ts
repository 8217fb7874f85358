import { TykIncompleteError } from "../../errors/method.ts";
import { readDefinition } from "../apis/definition.ts";
import type { MethodContext } from "../method-context.ts";
import { parameters } from "../parameters.ts";
import { checkEndTokensArgs } from "./end-tokens.ts";
import { EndUserTokens } from "./end-user-tokens.ts";
import type { FindTokensInput } from "./find.ts";
import { describeUnproved, isProved } from "./report.ts";
import type { RevokeAllArgs } from "./revoke-all.ts";
import { selectionProblem } from "./session-match.ts";
import type { UserTokensReport } from "../../errors/reports.ts";

/** Arguments of `tokens.revokeByUser`. */
export interface RevokeByUserArgs extends Omit<RevokeAllArgs, "ifUnproved"> {
  /**
   * Refresh tokens of the user that you have stored, from token responses or from `parseNotification`. Each is sent in the path of
   * a URL, which proxies may log.
   * @defaultValue none
   */
  readonly refreshTokens?: readonly string[] | undefined;
  /**
   * What to do if it is not proved that every access token of the user is gone, or if a client may still issue new ones: throw a
   * {@link TykIncompleteError} with the report, or return the report.
   * @defaultValue "throw"
   */
  readonly ifUnproved?: "throw" | "report" | undefined;
}

/** Ends the tokens of one user on an API: the access tokens, and the refresh tokens that can be reached. */
export async function revokeByUser(
  context: MethodContext,
  input: FindTokensInput,
  passedArgs: RevokeByUserArgs | undefined,
): Promise<UserTokensReport> {
  context.check.record(input, "input", parameters["tokens.revokeByUser"].input);
  const { apiId, where } = input;
  context.check.id(apiId, "apiId");
  if (typeof where !== "function") {
    context.check.record(where, "where");
    const why = selectionProblem(where);
    if (why !== undefined) context.check.fail("where", why);
  }
  const args = context.check.args(passedArgs, parameters["tokens.revokeByUser"].args);
  checkEndTokensArgs(context, args);
  context.check.oneOf(args.ifUnproved, "ifUnproved", ["throw", "report"]);
  const { refreshTokens = [] } = args;
  checkRefreshTokens(context, refreshTokens);
  context.startWriting();
  const api = await readDefinition(context, apiId);
  const report = await new EndUserTokens(context, api, where, args, refreshTokens).run();
  // A dry run ends nothing, so it has nothing to prove.
  if (args.ifUnproved === "report" || context.isDry || isEnded(report)) return report;
  const message = `it is not proved that all tokens of the user are gone: ${unprovedOf(report)}`;
  throw new TykIncompleteError(message, { ...context.errorDetails, report });
}

/** Says which APIs, clients and passed refresh tokens are without a proof. */
function unprovedOf(report: UserTokensReport): string {
  const {
    apis,
    clients,
    refreshTokens: { count, confirmed } = { count: 0, confirmed: 0 },
  } = report;
  const open = clients.filter(({ refreshTokens }) => refreshTokens === "may-be-alive");
  const names = open.map(({ clientId }) => clientId).join(", ");
  const parts = [
    ...(apis.every(isProved) ? [] : [describeUnproved(report)]),
    ...(open.length === 0 ? [] : [`refresh tokens of these clients may be alive: ${names}`]),
    ...(confirmed === count
      ? []
      : [`${count - confirmed} of the ${count} passed refresh tokens could not be revoked`]),
  ];
  return parts.join("; ");
}

function checkRefreshTokens(context: MethodContext, tokens: unknown): void {
  if (!Array.isArray(tokens)) context.check.fail("refreshTokens", "must be a list of tokens");
  for (const token of tokens as readonly unknown[]) context.check.id(token, "refreshTokens");
}

/** Whether the access tokens are proved to be gone, and no known client and no passed token can issue new ones. */
function isEnded({ apis, clients, refreshTokens }: UserTokensReport): boolean {
  const isRevoked = clients.every((client) => client.refreshTokens === "revoked");
  const isConfirmed =
    refreshTokens === undefined || refreshTokens.confirmed === refreshTokens.count;
  return isRevoked && isConfirmed && apis.every(isProved);
}

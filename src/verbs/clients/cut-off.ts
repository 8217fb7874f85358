import { TykError } from "../../errors/base.ts";
import { TykIncompleteError } from "../../errors/method.ts";
import { newClientSecret } from "../../util/random-text.ts";
import type { ClientEverywhere } from "../../types/client-refs.ts";
import { createNoClientError } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { parameters } from "../parameters.ts";
import { findClientSites, toApiState } from "../tokens/client-sites.ts";
import { checkEndTokensArgs, EndTokens } from "../tokens/end-tokens.ts";
import { copiesElsewhere, describeUnproved, isProved } from "../tokens/report.ts";
import type { RevokeAllArgs } from "../tokens/revoke-all.ts";
import { checkSecret } from "./bodies.ts";
import type { CopyWithNewSecret } from "./copies.ts";
import { withoutSecret } from "./read.ts";
import { replaceSecret } from "./replace-leaked-secret.ts";
import type { ReplacementResult } from "./replace-leaked-secret.ts";
import { callStage } from "./rotate-secret.ts";
import type { RotateSecretArgs } from "./rotate-secret.ts";
import type { CutOffReport, CutOffSecret } from "../../errors/reports.ts";

/** The arguments of `clients.cutOff`. */
export type CutOffArgs = RevokeAllArgs & Pick<RotateSecretArgs, "secret" | "stage" | "lint">;

/** The result of `clients.cutOff`. */
export interface CutOffResult {
  /** Each copy with its new secret; without a secret in a dry run. */
  readonly copies: readonly CopyWithNewSecret[];
  /** The evidence of what was verified, and of what was not. */
  readonly report: CutOffReport;
}

/** Replaces a leaked secret on every API, and then ends all tokens of the client. */
export async function cutOff(
  context: MethodContext,
  where: ClientEverywhere,
  passedArgs: CutOffArgs | undefined,
): Promise<CutOffResult> {
  context.check.record(where, "client", parameters["clients.cutOff"].client);
  const { clientId, orgId } = where;
  context.check.id(clientId, "clientId");
  context.orgId(orgId);
  const args = context.check.args(passedArgs, parameters["clients.cutOff"].args);
  context.check.oneOf(args.lint, "lint", ["error", "warn"]);
  if (args.secret !== undefined) checkSecret(context, args.secret, "secret", args.lint);
  context.check.callback(args.stage, "stage");
  context.check.oneOf(args.ifUnproved, "ifUnproved", ["throw", "report"]);
  checkEndTokensArgs(context, args);
  context.startWriting();
  const { found, unsearched } = await findClientSites(context, clientId, orgId);
  if (found.every(({ client, readFailure }) => client === undefined && readFailure === undefined))
    throw createNoClientError(context);
  const secret = args.secret ?? newClientSecret();
  if (!context.isDry) await callStage(context, args.stage, secret);

  // The secrets come first: otherwise new tokens could be issued while old tokens are revoked.
  const replaced: ReplacementResult[] = [];
  for (const apiState of found)
    replaced.push(await replaceSecret(context, clientId, apiState, secret));
  const secrets = replaced
    .filter(({ secretState }) => secretState !== undefined)
    .map(({ apiId, secretState: state = "unknown", code }): CutOffSecret => {
      return { apiId, secret: state, ...(code === undefined ? {} : { code }) };
    });
  const beyond = [copiesElsewhere(unsearched)];
  const ending = new EndTokens(context, clientId, replaced.map(toApiState), args, beyond);
  const tokens = await ending.run().catch((error: unknown) => {
    // An error that ends the method gets a report that includes the secrets' states.
    if (error instanceof TykError) {
      const report: CutOffReport = { ...ending.interruptedReport(), kind: "cut-off", secrets };
      (error as { report?: CutOffReport }).report = report;
    }
    throw error;
  });
  const report: CutOffReport = { ...tokens, kind: "cut-off", secrets };
  const isDone =
    report.apis.every(isProved) && replaced.every((result) => isReplaced(result, args));
  if (!isDone && !context.isDry && args.ifUnproved !== "report")
    throw new TykIncompleteError(
      `it is not proved that the client ${clientId} is cut off: ${describeUnproved(report)}. Read its new secret with clients.get`,
      { ...context.errorDetails, report },
    );
  const copies: CopyWithNewSecret[] = [];
  for (const { apiId, client } of replaced)
    if (client !== undefined)
      copies.push({ apiId, client: context.isDry ? withoutSecret(client) : client });
  return { copies, report };
}

/** Whether the API's secret is replaced. If a secret was passed or staged, one that the gateway created is not enough. */
function isReplaced({ secretState }: ReplacementResult, { secret, stage }: CutOffArgs): boolean {
  if (secretState === "replaced-by-gateway") return secret === undefined && stage === undefined;
  return secretState === undefined || secretState === "replaced";
}

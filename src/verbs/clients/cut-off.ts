import { TykError } from "../../errors/base.ts";
import { TykIncompleteError } from "../../errors/method.ts";
import { newClientSecret } from "../../util/random-text.ts";
import type { ClientEverywhere } from "../../types/client-refs.ts";
import { createNoClientError } from "../failures.ts";
import { checkEndTokensArgs } from "../tokens/end-tokens-args.ts";
import { EndTokens } from "../tokens/end-tokens.ts";
import { findClientSites, toApiState } from "../tokens/client-sites.ts";
import { copiesElsewhere } from "../tokens/report.ts";
import type { TokensReport } from "../tokens/report.ts";
import { isProved } from "../tokens/revoke-all.ts";
import type { RevokeAllArgs } from "../tokens/revoke-all.ts";
import type { MethodContext } from "../method-context.ts";
import { checkSecret } from "./bodies.ts";
import type { ClientCopy } from "./copies.ts";
import { replaceSecret } from "./replace-leaked-secret.ts";
import type { CutOffSecret, Replaced } from "./replace-leaked-secret.ts";
import { callStage } from "./rotate-secret.ts";
import type { RotateSecretArgs } from "./rotate-secret.ts";

/** What `clients.cutOff` can be told. */
export type CutOffArgs = RevokeAllArgs & Pick<RotateSecretArgs, "secret" | "stage">;

/** The evidence that a client is cut off, or how far it is: plain JSON without a secret, a token or a hash. */
export interface CutOffReport extends TokensReport {
  /** What became of the secret on each API. */
  readonly secrets: readonly CutOffSecret[];
}

/** What `clients.cutOff` gives. */
export interface CutOffResult {
  /** Each copy with its new secret. */
  readonly copies: readonly ClientCopy[];
  /** The evidence. */
  readonly report: CutOffReport;
}

/** Makes a leaked secret useless on every API, and then ends what was minted with it. */
export async function cutOff(
  context: MethodContext,
  where: ClientEverywhere,
  passed: CutOffArgs | undefined,
): Promise<CutOffResult> {
  context.check.record(where, "client", ["clientId", "orgId"]);
  const { clientId, orgId } = where;
  context.check.id(clientId, "clientId");
  context.orgId(orgId);
  const args = context.check.args(passed, ["secret", "stage", "sweep", "wait", "ifUnproved"]);
  if (args.secret !== undefined) checkSecret(context, args.secret, "secret");
  context.check.callback(args.stage, "stage");
  context.check.oneOf(args.ifUnproved, "ifUnproved", ["throw", "report"]);
  checkEndTokensArgs(context, args);
  context.assertWritable();
  const { found, unsearched } = await findClientSites(context, clientId, orgId);
  if (found.every(({ client, readFailure }) => client === undefined && readFailure === undefined))
    throw createNoClientError(context);
  const secret = args.secret ?? newClientSecret();
  if (!context.isDry) await callStage(context, args.stage, secret);

  // First the secret, on every API: otherwise new tokens are minted while the old ones are revoked.
  const replaced: Replaced[] = [];
  for (const apiState of found)
    replaced.push(await replaceSecret(context, clientId, apiState, secret));
  const secrets = replaced.filter(({ became }) => became !== undefined).map(secretLine);
  const beyond = [copiesElsewhere(unsearched)];
  const ending = new EndTokens(context, clientId, replaced.map(toApiState), args, beyond);
  const tokens = await endTokens(ending, secrets);
  const report: CutOffReport = { ...tokens, secrets };
  const isOwnSecret = args.secret !== undefined || args.stage !== undefined;
  const isReplaced = ({ became }: Replaced): boolean =>
    became === undefined ||
    became === "replaced" ||
    (became === "replaced-by-gateway" && !isOwnSecret);
  const isDone = report.apis.every(isProved) && replaced.every(isReplaced);
  if (!isDone && !context.isDry && args.ifUnproved !== "report") {
    throw new TykIncompleteError(
      "it is not proved that the client is cut off; its new secret is read by clients.get",
      {
        operation: context.name,
        attempts: context.response?.attempts,
        outcome: context.changed,
        report,
      },
    );
  }
  const copies = replaced.flatMap(({ apiId, client }) =>
    client === undefined
      ? []
      : [{ apiId, client: context.isDry ? { ...client, secret: "" } : client }],
  );
  return { copies, report };
}

/** A failure that ends the verb tells of the secrets, too. */
async function endTokens(
  ending: EndTokens,
  secrets: readonly CutOffSecret[],
): Promise<TokensReport> {
  try {
    return await ending.run();
  } catch (error) {
    if (error instanceof TykError) {
      const report: CutOffReport = { ...ending.report(), secrets };
      (error as { report?: unknown }).report = report;
    }
    throw error;
  }
}

function secretLine({ apiId, became = "unknown", code }: Replaced): CutOffSecret {
  return { apiId, secret: became, ...(code === undefined ? {} : { code }) };
}

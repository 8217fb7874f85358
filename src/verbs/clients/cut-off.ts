import { TykError } from "../../errors/base.ts";
import { TykIncompleteError } from "../../errors/verb.ts";
import { newClientSecret } from "../../util/random-text.ts";
import type { ClientEverywhere } from "../../types/client-refs.ts";
import { noSuchClient } from "../failures.ts";
import { checkEndTokensArgs } from "../tokens/end-tokens-args.ts";
import { EndTokens } from "../tokens/end-tokens.ts";
import { findPlaces, toPlace } from "../tokens/find-places.ts";
import { copiesElsewhere } from "../tokens/report.ts";
import type { TokensReport } from "../tokens/report.ts";
import { isProved } from "../tokens/revoke-all.ts";
import type { RevokeAllArgs } from "../tokens/revoke-all.ts";
import type { Verb } from "../verb.ts";
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
  verb: Verb,
  where: ClientEverywhere,
  given: CutOffArgs | undefined,
): Promise<CutOffResult> {
  verb.check.record(where, "client", ["clientId", "orgId"]);
  const { clientId, orgId } = where;
  verb.check.id(clientId, "clientId");
  verb.orgId(orgId);
  const args = verb.check.args(given, ["secret", "stage", "sweep", "wait", "ifUnproved"]);
  if (args.secret !== undefined) checkSecret(verb, args.secret, "secret");
  verb.check.callback(args.stage, "stage");
  verb.check.oneOf(args.ifUnproved, "ifUnproved", ["throw", "report"]);
  checkEndTokensArgs(verb, args);
  verb.assertWritable();
  const { found, unsearched } = await findPlaces(verb, clientId, orgId);
  if (found.every(({ client, trouble }) => client === undefined && trouble === undefined))
    throw noSuchClient(verb);
  const secret = args.secret ?? newClientSecret();
  if (!verb.isDry) await callStage(verb, args.stage, secret);

  // First the secret, on every API: otherwise new tokens are minted while the old ones are revoked.
  const replaced: Replaced[] = [];
  for (const place of found) replaced.push(await replaceSecret(verb, clientId, place, secret));
  const secrets = replaced.filter(({ became }) => became !== undefined).map(secretLine);
  const beyond = [copiesElsewhere(unsearched)];
  const ending = new EndTokens(verb, clientId, replaced.map(toPlace), args, beyond);
  const tokens = await endTokens(ending, secrets);
  const report: CutOffReport = { ...tokens, secrets };
  const isOwnSecret = args.secret !== undefined || args.stage !== undefined;
  const isReplaced = ({ became }: Replaced): boolean =>
    became === undefined ||
    became === "replaced" ||
    (became === "replaced-by-gateway" && !isOwnSecret);
  const isDone = report.apis.every(isProved) && replaced.every(isReplaced);
  if (!isDone && !verb.isDry && args.ifUnproved !== "report") {
    throw new TykIncompleteError(
      "it is not proved that the client is cut off; its new secret is read by clients.get",
      { operation: verb.name, attempts: verb.response?.attempts, outcome: verb.changed, report },
    );
  }
  const copies = replaced.flatMap(({ apiId, client }) =>
    client === undefined
      ? []
      : [{ apiId, client: verb.isDry ? { ...client, secret: "" } : client }],
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

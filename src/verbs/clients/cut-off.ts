import type { TykErrorCode } from "../../errors/base.ts";
import { TykError } from "../../errors/base.ts";
import { TykIncompleteError } from "../../errors/verb.ts";
import { newClientSecret } from "../../internal/random-text.ts";
import type { ClientEverywhere } from "../../refs.ts";
import { noSuchClient } from "../failures.ts";
import { EndTokens, checkEndTokensArgs } from "../tokens/end-tokens.ts";
import { findPlaces, toPlace } from "../tokens/find-places.ts";
import type { FoundPlace } from "../tokens/find-places.ts";
import { copiesElsewhere } from "../tokens/report.ts";
import type { TokensReport } from "../tokens/report.ts";
import { isProved } from "../tokens/revoke-all.ts";
import type { RevokeAllArgs } from "../tokens/revoke-all.ts";
import type { Verb } from "../verb.ts";
import { checkSecret, holdsChangedNumber } from "./bodies.ts";
import type { ClientCopy } from "./copies.ts";
import { putClient } from "./put-client.ts";
import { findClient, pathOf, readClient } from "./read.ts";
import { callStage } from "./rotate-secret.ts";
import type { RotateSecretArgs } from "./rotate-secret.ts";

/** What `clients.cutOff` can be told. */
export type CutOffArgs = RevokeAllArgs & Pick<RotateSecretArgs, "secret" | "stage">;

/** What became of a client's secret on one API. */
export interface CutOffSecret {
  /** The API's `api_id`. */
  readonly apiId: string;
  /**
   * Whether the leaked secret is of no more use there. `"replaced-by-gateway"`: by one that the gateway made, since the client's
   * metadata cannot be written back as it is; it is not the one that was given or staged.
   */
  readonly secret: "replaced" | "replaced-by-gateway" | "unchanged" | "unknown";
  /** The error's code, where it was not replaced. */
  readonly code?: TykErrorCode;
}

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
  verb.record(where, "client", ["clientId", "orgId"]);
  const { clientId, orgId } = where;
  verb.id(clientId, "clientId");
  verb.orgId(orgId);
  const args = verb.args(given, ["secret", "stage", "sweep", "wait", "ifUnproved"]);
  if (args.secret !== undefined) checkSecret(verb, args.secret, "secret");
  verb.callback(args.stage, "stage");
  verb.oneOf(args.ifUnproved, "ifUnproved", ["throw", "report"]);
  checkEndTokensArgs(verb, args);
  verb.writes();
  const { found, unsearched } = await findPlaces(verb, clientId, orgId);
  if (found.every(({ client, trouble }) => client === undefined && trouble === undefined))
    throw noSuchClient(verb);
  const secret = args.secret ?? newClientSecret();
  if (!verb.isDry) await callStage(verb, args.stage, secret);

  // First the secret, on every API: otherwise new tokens are minted while the old ones are revoked.
  const replaced: Replaced[] = [];
  for (const place of found) replaced.push(await replaceSecret(verb, place, secret));
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

/** An API, with the client as it is after its secret was replaced, or was not. */
interface Replaced extends FoundPlace {
  /** `undefined` where there is no client whose secret could be of use. */
  readonly became: CutOffSecret["secret"] | undefined;
  readonly code?: TykErrorCode;
}

function secretLine({ apiId, became = "unknown", code }: Replaced): CutOffSecret {
  return { apiId, secret: became, ...(code === undefined ? {} : { code }) };
}

async function replaceSecret(verb: Verb, place: FoundPlace, secret: string): Promise<Replaced> {
  const { apiId, client, trouble } = place;
  if (trouble !== undefined) return { ...place, became: "unknown" };
  if (client === undefined) return { ...place, became: undefined };
  // Of a run before, with the same secret.
  if (client.secret === secret) return { ...place, became: "replaced" };
  // A create would be refused on an API that is not OAuth; the gateway's own rotation is not.
  const isCarried = place.isOAuth && !holdsChangedNumber(client.meta_data);
  const { data, error } = await verb.part(async () => {
    // As it is now: it may have been changed since it was looked at.
    const now = verb.isDry ? client : await readClient(verb, { apiId, clientId: client.client_id });
    return isCarried ? putClient(verb, apiId, { ...now, secret }) : rotate(verb, { apiId, client });
  });
  if (data !== undefined) {
    const became = isCarried ? "replaced" : "replaced-by-gateway";
    return { ...place, client: data, became: verb.isDry ? "unchanged" : became };
  }
  const { code } = error;
  const now = await findClient(verb, { apiId, clientId: client.client_id }).catch(() => undefined);
  if (now === undefined) return { ...place, became: "unknown", code };
  if (now.secret === client.secret) return { ...place, client: now, became: "unchanged", code };
  // A rotation whose answer was lost, say: the leaked secret is of no use any more.
  const became = now.secret === secret ? "replaced" : "replaced-by-gateway";
  return { ...place, client: now, became };
}

/** Where the metadata cannot be written back as it is the gateway's own rotation leaves it alone. */
async function rotate(verb: Verb, { apiId, client }: ClientCopy): Promise<ClientCopy["client"]> {
  const ref = { apiId, clientId: client.client_id };
  return verb.write("rotateOAuthClient", pathOf(ref), { apiId }, { ...client, secret: "" });
}

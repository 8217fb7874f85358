import { TykNotFoundError } from "../../errors/api.ts";
import type { TykErrorCode } from "../../errors/base.ts";
import { TykError } from "../../errors/base.ts";
import type { AnyTykError } from "../../errors/index.ts";
import { TykIncompleteError } from "../../errors/verb.ts";
import { newClientSecret } from "../../internal/random-text.ts";
import type { ClientEverywhere } from "../../refs.ts";
import { EndTokens, checkEndTokensArgs } from "../tokens/end-tokens.ts";
import { findPlaces } from "../tokens/find-places.ts";
import { placeOf } from "../tokens/place.ts";
import type { TokensReport } from "../tokens/report.ts";
import { isProved } from "../tokens/revoke-all.ts";
import type { RevokeAllArgs } from "../tokens/revoke-all.ts";
import type { Verb } from "../verb.ts";
import { checkSecret, holdsChangedNumber } from "./bodies.ts";
import { endsVerb, findCopies } from "./copies.ts";
import type { ClientCopy } from "./copies.ts";
import { putClient } from "./put-client.ts";
import { findClient, pathOf } from "./read.ts";
import { callStage } from "./rotate-secret.ts";
import type { RotateSecretArgs } from "./rotate-secret.ts";

/** What `clients.cutOff` can be told. */
export type CutOffArgs = RevokeAllArgs & Pick<RotateSecretArgs, "secret" | "stage">;

/** What became of a client's secret on one API. */
export interface CutOffSecret {
  /** The API's `api_id`. */
  readonly apiId: string;
  /** Whether the leaked secret is of no more use there. */
  readonly secret: "replaced" | "unchanged" | "unknown";
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
  const before = await findCopies(verb, clientId, orgId);
  if (before.length === 0)
    throw new TykNotFoundError("no API has this client", { operation: verb.name, status: 404 });
  const secret = args.secret ?? newClientSecret();
  if (!verb.isDry) await callStage(verb, args.stage, secret);

  // First the secret, on every API: otherwise new tokens are minted while the old ones are revoked.
  const replaced: Replaced[] = [];
  for (const copy of before) replaced.push(await replaceSecret(verb, copy, secret));
  // Looked for once more, for tokens of APIs that the client is gone from, and with the secrets that are there now.
  const places = verb.isDry
    ? replaced.map(({ apiId, client }) => placeOf(apiId, client.secret))
    : await findPlaces(verb, clientId, orgId);
  const tokens = await new EndTokens(verb, clientId, places, args).run();
  const secrets = replaced.map(({ apiId, became, code }) => ({
    apiId,
    secret: became,
    ...(code === undefined ? {} : { code }),
  }));
  const report: CutOffReport = { ...tokens, secrets };
  const isDone =
    report.apis.every(isProved) && replaced.every(({ became }) => became === "replaced");
  if (!isDone && !verb.isDry && args.ifUnproved !== "report") {
    throw new TykIncompleteError(
      "it is not proved that the client is cut off; its new secret is read by clients.get",
      { operation: verb.name, attempts: verb.response?.attempts, outcome: "applied", report },
    );
  }
  return { copies: replaced.map(({ apiId, client }) => ({ apiId, client })), report };
}

interface Replaced extends ClientCopy {
  readonly became: CutOffSecret["secret"];
  readonly code?: TykErrorCode;
}

async function replaceSecret(verb: Verb, copy: ClientCopy, secret: string): Promise<Replaced> {
  const { apiId, client } = copy;
  // Of a run before, with the same secret.
  if (client.secret === secret) return { ...copy, became: "replaced" };
  try {
    const changed = await (holdsChangedNumber(client.meta_data)
      ? rotate(verb, copy)
      : putClient(verb, apiId, { ...client, secret }));
    return { apiId, client: changed, became: verb.isDry ? "unchanged" : "replaced" };
  } catch (thrown) {
    if (!(thrown instanceof TykError) || endsVerb(verb, thrown)) throw thrown;
    const { code } = thrown as AnyTykError;
    const now = await findClient(verb, { apiId, clientId: client.client_id }).catch(
      () => undefined,
    );
    if (now === undefined) return { ...copy, became: "unknown", code };
    if (now.secret === client.secret) return { ...copy, became: "unchanged", code };
    // A rotation whose answer was lost, say: the leaked secret is of no use any more.
    return { apiId, client: now, became: "replaced" };
  }
}

/** Where the metadata cannot be written back as it is the gateway's own rotation leaves it alone. */
async function rotate(verb: Verb, { apiId, client }: ClientCopy): Promise<ClientCopy["client"]> {
  const ref = { apiId, clientId: client.client_id };
  return verb.write("rotateOAuthClient", pathOf(ref), { apiId }, { ...client, secret: "" });
}

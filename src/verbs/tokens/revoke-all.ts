import { TykNotFoundError } from "../../errors/api.ts";
import { TykIncompleteError } from "../../errors/verb.ts";
import type { ClientRef, ClientTarget } from "../../refs.ts";
import { apiIdsOf, namesAll, namesCopies } from "../clients/copies.ts";
import { readClient } from "../clients/read.ts";
import type { Verb } from "../verb.ts";
import { EndTokens, checkEndTokensArgs } from "./end-tokens.ts";
import type { EndTokensArgs } from "./end-tokens.ts";
import { findPlaces } from "./find-places.ts";
import { readTokens } from "./page.ts";
import { placeOf } from "./place.ts";
import type { Place } from "./place.ts";
import type { TokensReport } from "./report.ts";

/** What `tokens.revokeAll` can be told. */
export interface RevokeAllArgs extends EndTokensArgs {
  /**
   * Where it cannot be proved that every access token is gone: throws {@link TykIncompleteError}, or with `"report"` gives the
   * report all the same.
   * @defaultValue "throw"
   */
  readonly ifUnproved?: "throw" | "report" | undefined;
}

/** Ends all tokens of a client on its APIs. */
export async function revokeAll(
  verb: Verb,
  target: ClientTarget,
  given: RevokeAllArgs | undefined,
): Promise<TokensReport> {
  namesCopies(verb, target);
  const args = verb.args(given, ["sweep", "wait", "ifUnproved"]);
  checkEndTokensArgs(verb, args);
  verb.oneOf(args.ifUnproved, "ifUnproved", ["throw", "report"]);
  verb.writes();
  const places = namesAll(target)
    ? await findPlaces(verb, target.clientId, target.orgId)
    : await placesOf(verb, target);
  if (places.length === 0)
    throw new TykNotFoundError("no API has this client", { operation: verb.name, status: 404 });
  const report = await new EndTokens(verb, target.clientId, places, args).run();
  if (args.ifUnproved !== "report")
    requireProof(verb, report, "it is not proved that all tokens are gone");
  return report;
}

async function placesOf(verb: Verb, target: ClientTarget): Promise<Place[]> {
  const places: Place[] = [];
  for (const apiId of apiIdsOf(target))
    places.push(await placeAt(verb, { apiId, clientId: target.clientId }));
  return places;
}

/** A client that is not there (any more) may have left tokens behind, which would live again with its id. */
async function placeAt(verb: Verb, ref: ClientRef): Promise<Place> {
  try {
    return placeOf(ref.apiId, (await readClient(verb, ref)).secret);
  } catch (error) {
    if (!(error instanceof TykNotFoundError)) throw error;
    if ((await readTokens(verb, ref)).length === 0) throw error;
    return placeOf(ref.apiId, undefined);
  }
}

/** Throws unless each API's tokens are gone. In a dry run they are there, of course. */
export function requireProof(verb: Verb, report: TokensReport, message: string): void {
  if (verb.isDry || report.apis.every(isProved)) return;
  throw new TykIncompleteError(message, {
    operation: verb.name,
    attempts: verb.response?.attempts,
    outcome: "applied",
    report,
  });
}

/** Whether the tokens of an API are gone. */
export function isProved({ state }: TokensReport["apis"][number]): boolean {
  return state === "refused-at-api" || state === "gone-from-storage";
}

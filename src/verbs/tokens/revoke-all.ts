import { TykIncompleteError } from "../../errors/verb.ts";
import type { ClientTarget } from "../../types/client-refs.ts";
import { oauthApis } from "../apis/definition.ts";
import { apiIdsOf, namesAll, namesCopies } from "../clients/copies.ts";
import { findClient } from "../clients/read.ts";
import { noSuchClient } from "../failures.ts";
import type { Verb } from "../verb.ts";
import { checkEndTokensArgs } from "./end-tokens-args.ts";
import { EndTokens } from "./end-tokens.ts";
import type { EndTokensArgs } from "./end-tokens-args.ts";
import { findPlaces, toPlace } from "./find-places.ts";
import { placeOf } from "./place.ts";
import type { Place } from "./place.ts";
import { copiesElsewhere } from "./report.ts";
import type { BeyondReach, TokensReport } from "./report.ts";

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
  const args = verb.check.args(given, ["sweep", "wait", "ifUnproved"]);
  checkEndTokensArgs(verb, args);
  verb.check.oneOf(args.ifUnproved, "ifUnproved", ["throw", "report"]);
  verb.assertWritable();
  const { places, beyond } = await placesOf(verb, target);
  const isThere = places.some(
    ({ secret, trouble }) => secret !== undefined || trouble !== undefined,
  );
  const ending = new EndTokens(verb, target.clientId, places, args, beyond);
  const report = await ending.run(isThere ? "always" : "found");
  // A client that is not there may have left tokens behind, which would work again with its id.
  if (!isThere && ending.hasNothing) throw noSuchClient(verb);
  if (args.ifUnproved !== "report")
    requireProof(verb, report, "it is not proved that all tokens are gone");
  return report;
}

async function placesOf(
  verb: Verb,
  target: ClientTarget,
): Promise<{ readonly places: readonly Place[]; readonly beyond: readonly BeyondReach[] }> {
  const { clientId } = target;
  if (namesAll(target)) {
    const { found, unsearched } = await findPlaces(verb, clientId, target.orgId);
    const beyond = [copiesElsewhere(unsearched)];
    if (found.length > 0) return { places: found.map(toPlace), beyond };
    // It is nowhere, but its tokens may be among the keys.
    const apis = await oauthApis(verb, verb.orgId(target.orgId));
    return { places: apis.map(({ api_id: apiId }) => placeOf(apiId, undefined)), beyond };
  }
  const places: Place[] = [];
  for (const apiId of apiIdsOf(target)) {
    const client = await findClient(verb, { apiId, clientId });
    places.push(placeOf(apiId, client?.secret));
  }
  return { places, beyond: [] };
}

/** Throws unless each API's tokens are gone. In a dry run they are there, of course. */
export function requireProof(verb: Verb, report: TokensReport, message: string): void {
  if (verb.isDry || report.apis.every(isProved)) return;
  throw new TykIncompleteError(message, {
    operation: verb.name,
    attempts: verb.response?.attempts,
    outcome: verb.changed,
    report,
  });
}

/** Whether the tokens of an API are gone. */
export function isProved({ state }: TokensReport["apis"][number]): boolean {
  return state === "refused-at-api" || state === "gone-from-storage";
}

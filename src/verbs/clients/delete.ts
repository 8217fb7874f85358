import { TykConflictError, TykIncompleteError } from "../../errors/verb.ts";
import type { ClientRef, ClientTarget } from "../../types/client-refs.ts";
import { checkEndTokensArgs } from "../tokens/end-tokens-args.ts";
import { EndTokens } from "../tokens/end-tokens.ts";
import type { EndTokensArgs } from "../tokens/end-tokens-args.ts";
import { findPlaces, toPlace } from "../tokens/find-places.ts";
import { placeOf } from "../tokens/place.ts";
import type { Place } from "../tokens/place.ts";
import { copiesElsewhere } from "../tokens/report.ts";
import type { BeyondReach, TokensReport } from "../tokens/report.ts";
import type { Verb } from "../verb.ts";
import { apiIdsOf, namesAll, namesCopies, onEach } from "./copies.ts";
import { findClient, pathOf } from "./read.ts";

/** What `clients.delete` can be told. */
export interface DeleteArgs extends EndTokensArgs {
  /**
   * `"revoke"` ends the client's tokens, so that nothing of them comes back should its id ever be made again; `"keep"` leaves
   * them in storage: APIs that are not OAuth go on taking them until they expire.
   * @defaultValue "revoke"
   */
  readonly tokens?: "revoke" | "keep" | undefined;
  /**
   * Where a token that is known is not proved to be gone: stops before the client is deleted, or goes on.
   * @defaultValue "stop"
   */
  readonly ifUnproved?: "stop" | "go-on" | undefined;
}

/** What became of a client that was deleted: plain JSON without secrets. */
export interface DeletionReport {
  /** The client's `client_id`. */
  readonly clientId: string;
  /** Each API, and whether the client was there. The gateway says yes to the deletion of any client. */
  readonly apis: readonly { readonly apiId: string; readonly existed: boolean }[];
  /** What became of its tokens; missing with `tokens: "keep"`. */
  readonly tokens?: TokensReport;
  /** What nobody can undo: never make this id again. */
  readonly advice: string;
}

const advice =
  "never make this client_id again: refresh tokens and codes that nothing lists would work again with it";

/** A client that is there after so many confirmed deletions is reported. */
const maxDeletions = 2;

/** Ends a client's tokens, deletes it on each API, and makes sure that nothing is left. */
export async function deleteClient(
  verb: Verb,
  target: ClientTarget,
  given: DeleteArgs | undefined,
): Promise<DeletionReport> {
  namesCopies(verb, target);
  const args = verb.check.args(given, ["tokens", "ifUnproved", "sweep", "wait"]);
  verb.check.oneOf(args.tokens, "tokens", ["revoke", "keep"]);
  verb.check.oneOf(args.ifUnproved, "ifUnproved", ["stop", "go-on"]);
  checkEndTokensArgs(verb, args);
  verb.assertWritable();
  const { clientId } = target;
  const { places, beyond } = await placesOf(verb, target);
  const apis = places.map(({ apiId, secret }) => ({ apiId, existed: secret !== undefined }));
  const ending = new EndTokens(verb, clientId, places, args, beyond);
  const isEnding = args.tokens !== "keep" && places.length > 0;
  // While the client is there, its refresh tokens can be revoked with their access tokens.
  const isThere = apis.some(({ existed }) => existed);
  if (isEnding) await endBefore(verb, ending, args, isThere);
  await onEach(verb, clientId, places, async ({ apiId }) => {
    await deleteFrom(verb, { apiId, clientId });
  });
  const report = { clientId, apis, advice };
  return isEnding ? { ...report, tokens: await endAfter(verb, ending, args) } : report;
}

async function placesOf(
  verb: Verb,
  target: ClientTarget,
): Promise<{ readonly places: readonly Place[]; readonly beyond: readonly BeyondReach[] }> {
  const { clientId } = target;
  const places: Place[] = [];
  if (namesAll(target)) {
    const { found, unsearched } = await findPlaces(verb, clientId, target.orgId);
    for (const one of found)
      // What cannot be read is read once more; if that fails as well nothing is begun.
      places.push(
        one.trouble === undefined ? toPlace(one) : await readPlace(verb, one.apiId, clientId),
      );
    return { places, beyond: [copiesElsewhere(unsearched)] };
  }
  for (const apiId of apiIdsOf(target)) places.push(await readPlace(verb, apiId, clientId));
  return { places, beyond: [] };
}

async function readPlace(verb: Verb, apiId: string, clientId: string): Promise<Place> {
  const client = await findClient(verb, { apiId, clientId });
  return placeOf(apiId, client?.secret);
}

async function endBefore(
  verb: Verb,
  ending: EndTokens,
  args: DeleteArgs,
  isThere: boolean,
): Promise<void> {
  const report = await ending.run("never");
  // Of a client that is not there and left nothing, nor of an API that is not there, nothing is to be proved.
  if (!isThere && !ending.hasTokens) return;
  if (args.ifUnproved === "go-on" || verb.isDry || ending.isKnownGone) return;
  throw new TykIncompleteError(
    "the client was not deleted, since not all its known tokens are proved to be gone",
    { operation: verb.name, outcome: verb.changed, report },
  );
}

/**
 * Deletes the client on one API. While storage is down the gateway answers 200 and deletes nothing (trap 28), so it is read
 * afterwards, and deleted once more if it is there.
 */
async function deleteFrom(verb: Verb, ref: ClientRef): Promise<void> {
  const { apiId, clientId } = ref;
  const would = { key: clientId, status: "ok", action: "deleted" };
  for (let tries = 1; tries <= maxDeletions; tries += 1) {
    await verb.write("deleteOAuthClient", pathOf(ref), { apiId }, would);
    if (verb.isDry || (await findClient(verb, ref)) === undefined) return;
  }
  throw new TykConflictError(
    `the client ${clientId} is on the API ${apiId} although the gateway confirmed its deletion: somebody created it again, or the gateway's storage fails. Read the client before you call again`,
    { operation: verb.name, attempts: verb.response?.attempts, outcome: verb.changed },
  );
}

/** Ends what was minted meanwhile: the list stays when its client goes. */
async function endAfter(verb: Verb, ending: EndTokens, args: DeleteArgs): Promise<TokensReport> {
  if (verb.isDry) return ending.report();
  ending.clientIsGone();
  // A token that was in use seconds ago can be in the session cache, which opens the API again with the client's id.
  const report = await ending.run("found");
  if (args.ifUnproved === "go-on" || ending.isKnownGone) return report;
  throw new TykIncompleteError(
    "the client is deleted, but not all its known tokens are proved to be gone: they would work again with its id, and still open APIs that are not OAuth",
    { operation: verb.name, outcome: "applied", report },
  );
}

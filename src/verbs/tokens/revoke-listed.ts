import { addressOf } from "../apis/address.ts";
import { definitionOf, requireOAuth } from "../apis/definition.ts";
import { findClientApis } from "../clients/client-apis.ts";
import { findClient } from "../clients/read.ts";
import { passing } from "../failures.ts";
import type { Verb } from "../verb.ts";
import { doubtOf } from "./doubts.ts";
import type { Place } from "./place.ts";

/** A place whose client is there. */
interface Known extends Place {
  secret: string;
}

/**
 * Revokes what each place's list names, and the refresh tokens that belong to it. The control API's `revoke_all` reaches every
 * API whose copy of the client has the secret, and none whose index is broken; where it would reach too much or not enough the
 * API's own endpoint is asked, which reaches that API alone.
 *
 * @param named - The APIs that may be reached, those without a listed token among them.
 * @returns The APIs where it was done, or may have been: there, and where nothing was done, is a doubt.
 */
export async function revokeListed(
  verb: Verb,
  clientId: string,
  places: readonly Place[],
  named: ReadonlySet<string>,
): Promise<Revoked[]> {
  const known = places.filter((place): place is Known => place.secret !== undefined);
  if (known.length === 0) return [];
  const reach = await reachOfControl(verb, clientId, named);
  const byControl = new Map<string, Known[]>();
  const done: Revoked[] = [];
  for (const place of known) {
    const { apiId, secret } = place;
    if (reach.apiIds.has(apiId) && !reach.secretsElsewhere.has(secret))
      byControl.set(secret, [...(byControl.get(secret) ?? []), place]);
    else done.push(...(await tell(verb, [place], () => revokeAtApi(verb, clientId, place))));
  }
  for (const group of byControl.values())
    done.push(...(await tell(verb, group, () => revokeByControl(verb, clientId, group))));
  return done;
}

/** An API that was asked to revoke what its list names. */
export interface Revoked {
  readonly apiId: string;
  /** Whether it certainly did. */
  readonly isCertain: boolean;
}

interface Reach {
  /** The APIs on which the control API finds the client. */
  readonly apiIds: ReadonlySet<string>;
  /** The secrets of copies that are not to be touched. */
  readonly secretsElsewhere: ReadonlySet<string>;
}

async function reachOfControl(
  verb: Verb,
  clientId: string,
  named: ReadonlySet<string>,
): Promise<Reach> {
  try {
    const apiIds = new Set(await findClientApis(verb, clientId));
    const secretsElsewhere = new Set<string>();
    for (const apiId of apiIds) {
      if (named.has(apiId)) continue;
      const client = await findClient(verb, { apiId, clientId });
      if (client !== undefined) secretsElsewhere.add(client.secret);
    }
    return { apiIds, secretsElsewhere };
  } catch (error) {
    passing(verb, error);
    // Not known, so nothing is done by it.
    return { apiIds: new Set(), secretsElsewhere: new Set() };
  }
}

const ok = { status: "ok", message: "" };

async function revokeByControl(
  verb: Verb,
  clientId: string,
  group: readonly Known[],
): Promise<Known[]> {
  const [first] = group;
  const body = { client_id: clientId, client_secret: first?.secret ?? "" };
  await verb.write("revokeAllTokens", { body }, { apiId: first?.apiId }, ok);
  if (verb.isDry) return [...group];
  // It says yes to a secret that is wrong by now, too.
  const done: Known[] = [];
  for (const place of group) {
    const now = await findClient(verb, { apiId: place.apiId, clientId });
    if (now?.secret === place.secret) done.push(place);
    else place.doubts.add("the client's secret changed while its tokens were revoked");
  }
  return done;
}

async function revokeAtApi(verb: Verb, clientId: string, place: Known): Promise<Known[]> {
  const { apiId, secret } = place;
  const api = await definitionOf(verb, apiId);
  requireOAuth(verb, api, "it has no tokens");
  const path = await addressOf(verb, api, "oauthRevokeAll");
  const body = { client_id: clientId, client_secret: secret };
  await verb.write("oauthRevokeAll", { path, body }, { apiId }, ok);
  return [place];
}

/** Does it, and tells where it failed: the listed tokens themselves can still be ended, one by one. */
async function tell(
  verb: Verb,
  places: readonly Known[],
  revoke: () => Promise<Known[]>,
): Promise<Revoked[]> {
  const { data: done = [], error, outcome } = await verb.part(revoke);
  if (error !== undefined) {
    const doubt = doubtOf(verb, error, "listed tokens could not be revoked at once");
    for (const { doubts } of places) doubts.add(doubt);
  }
  const asked = outcome === "applied" || outcome === "unknown" ? places : done;
  return asked.map((place) => ({ apiId: place.apiId, isCertain: done.includes(place) }));
}

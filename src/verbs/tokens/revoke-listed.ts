import { TykError } from "../../errors/base.ts";
import type { AnyTykError } from "../../errors/index.ts";
import { addressOf } from "../apis/address.ts";
import { definitionOf, requireOAuth } from "../apis/definition.ts";
import { findClientApis } from "../clients/client-apis.ts";
import { endsVerb } from "../clients/copies.ts";
import { findClient } from "../clients/read.ts";
import type { Verb } from "../verb.ts";
import type { Place } from "./place.ts";

/**
 * Revokes what each place's list names, and the refresh tokens that belong to it. The control API's `revoke_all` reaches every
 * API whose copy of the client has the secret, and none whose index is broken; where it would reach too much or not enough the
 * API's own endpoint is asked, which reaches that API alone.
 */
export async function revokeListed(
  verb: Verb,
  clientId: string,
  places: readonly Place[],
): Promise<void> {
  const reach = await reachOfControl(verb, clientId, places);
  const byControl = new Map<string, Place[]>();
  for (const place of places) {
    const { apiId, secret } = place;
    if (secret === undefined) {
      doubtRefreshTokens(place, "the client is not there any more");
    } else if (reach.apiIds.has(apiId) && !reach.secretsElsewhere.has(secret)) {
      byControl.set(secret, [...(byControl.get(secret) ?? []), place]);
    } else {
      await tell([place], verb, () => revokeAtApi(verb, clientId, apiId, secret));
    }
  }
  for (const [secret, group] of byControl) {
    await tell(group, verb, () => revokeByControl(verb, clientId, secret, group));
  }
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
  places: readonly Place[],
): Promise<Reach> {
  try {
    const apiIds = new Set(await findClientApis(verb, clientId));
    const secretsElsewhere = new Set<string>();
    for (const apiId of apiIds) {
      if (places.some((place) => place.apiId === apiId)) continue;
      const client = await findClient(verb, { apiId, clientId });
      if (client !== undefined) secretsElsewhere.add(client.secret);
    }
    return { apiIds, secretsElsewhere };
  } catch (error) {
    if (!(error instanceof TykError) || endsVerb(verb, error)) throw error;
    // Not known, so nothing is done by it.
    return { apiIds: new Set(), secretsElsewhere: new Set() };
  }
}

async function revokeByControl(
  verb: Verb,
  clientId: string,
  secret: string,
  [place]: readonly Place[],
): Promise<void> {
  const body = { client_id: clientId, client_secret: secret };
  const would = { status: "ok", message: "" };
  await verb.write("revokeAllTokens", { body }, { apiId: place?.apiId }, would);
}

async function revokeAtApi(
  verb: Verb,
  clientId: string,
  apiId: string,
  secret: string,
): Promise<void> {
  const api = await definitionOf(verb, apiId);
  requireOAuth(verb, api, "it has no tokens");
  const body = { client_id: clientId, client_secret: secret };
  const would = { status: "ok", message: "" };
  await verb.write("oauthRevokeAll", { path: addressOf(verb, api), body }, { apiId }, would);
}

/** Does it, and tells where it failed: the listed tokens themselves can still be ended, one by one. */
async function tell(
  places: readonly Place[],
  verb: Verb,
  revoke: () => Promise<void>,
): Promise<void> {
  try {
    await revoke();
  } catch (thrown) {
    if (!(thrown instanceof TykError) || endsVerb(verb, thrown)) throw thrown;
    for (const place of places) doubtRefreshTokens(place, (thrown as AnyTykError).code);
  }
}

function doubtRefreshTokens(place: Place, why: string): void {
  place.lastingDoubts.add(`the refresh tokens behind listed tokens could not be revoked (${why})`);
}

import type { OAuthClient } from "../../../generated/index.ts";
import { allApis } from "../apis/definition.ts";
import { usesOAuth } from "../apis/uses-oauth.ts";
import { findClients } from "../clients/find-clients.ts";
import type { Found } from "../clients/find-clients.ts";
import { forEachOf } from "../parallel.ts";
import type { Verb } from "../verb.ts";
import { doubtOf } from "./doubts.ts";
import { readPage } from "./page.ts";
import { placeOf } from "./place.ts";
import type { Place } from "./place.ts";

/** An API that has to do with a client. */
export interface FoundPlace {
  readonly apiId: string;
  /** The client; `undefined` if only its token list is left, or if it could not be read. */
  readonly client: OAuthClient | undefined;
  /** Why the client could not be read. */
  readonly trouble: string | undefined;
  /** Whether the API uses OAuth now. It may have become keyless after the client was created (trap 40). */
  readonly isOAuth: boolean;
}

/** Where a client is, and what could not be searched. */
export interface Places {
  readonly found: readonly FoundPlace[];
  /** APIs that are not OAuth, and whose clients this gateway does not show. */
  readonly unsearched: readonly string[];
}

/**
 * Finds every API of an organisation (of all with `""`) that holds a client, or that lists tokens of it although the client is
 * gone: those tokens stay alive, and open the API again once the client's id is created again. An API that cannot be read is
 * among them. A copy on an API that is not OAuth any more comes back to life with the API (trap 40), so it counts as well.
 */
export async function findPlaces(
  verb: Verb,
  clientId: string,
  orgId: string | undefined,
): Promise<Places> {
  const apis = await allApis(verb, verb.orgId(orgId));
  const idsOf = (isOAuth: boolean): string[] =>
    apis.filter((api) => usesOAuth(api) === isOAuth).map(({ api_id }) => api_id);
  const found: FoundPlace[] = [];
  await forEachOf(await findClients(verb, clientId, idsOf(true)), async ([apiId, what]) => {
    const place = await placeOn(verb, apiId, clientId, what);
    if (place !== undefined) found.push(place);
  });
  const { copies, unsearched } = await findOnOthers(verb, clientId, idsOf(false));
  found.push(...copies);
  return { found: found.sort((one, other) => (one.apiId < other.apiId ? -1 : 1)), unsearched };
}

/** Finds copies on APIs that are not OAuth. The oldest gateways drop the connection instead of an answer. */
async function findOnOthers(
  verb: Verb,
  clientId: string,
  apiIds: readonly string[],
): Promise<{ readonly copies: readonly FoundPlace[]; readonly unsearched: readonly string[] }> {
  const copies: FoundPlace[] = [];
  const unsearched: string[] = [];
  // One first: if its read fails, the others would fail as well, each with all its retries.
  for (const some of [apiIds.slice(0, 1), apiIds.slice(1)]) {
    if (unsearched.length > 0) {
      unsearched.push(...some);
      continue;
    }
    for (const [apiId, { client, error }] of await findClients(verb, clientId, some)) {
      if (error !== undefined) unsearched.push(apiId);
      if (client !== undefined) copies.push({ apiId, client, trouble: undefined, isOAuth: false });
    }
  }
  return { copies, unsearched: unsearched.sort() };
}

async function placeOn(
  verb: Verb,
  apiId: string,
  clientId: string,
  { client, error }: Found,
): Promise<FoundPlace | undefined> {
  const isOAuth = true;
  const what = "the client could not be read";
  if (error !== undefined)
    return { apiId, client: undefined, trouble: doubtOf(verb, error, what), isOAuth };
  try {
    if (client === undefined && (await readPage(verb, { apiId, clientId }, 1)).Tokens.length === 0)
      return undefined;
    return { apiId, client, trouble: undefined, isOAuth };
  } catch (failed) {
    return { apiId, client: undefined, trouble: doubtOf(verb, failed, what), isOAuth };
  }
}

/** The same as a place whose tokens are to be ended. */
export function toPlace({ apiId, client, trouble }: FoundPlace): Place {
  return placeOf(apiId, client?.secret, trouble);
}

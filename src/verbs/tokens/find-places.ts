import { oauthApis } from "../apis/definition.ts";
import { findClient } from "../clients/read.ts";
import { forEachOf } from "../parallel.ts";
import type { Verb } from "../verb.ts";
import { readPage } from "./page.ts";
import { placeOf } from "./place.ts";
import type { Place } from "./place.ts";

/**
 * Every OAuth API of an organisation, or of all with `""`, where a client is, or where it is no more and its list names tokens
 * still: those live on, and would open the API again with the client's id.
 */
export async function findPlaces(
  verb: Verb,
  clientId: string,
  orgId: string | undefined,
): Promise<Place[]> {
  const apis = await oauthApis(verb, verb.orgId(orgId));
  const places: Place[] = [];
  let looked = 0;
  await forEachOf(apis, async ({ api_id: apiId }) => {
    const ref = { apiId, clientId };
    const client = await findClient(verb, ref);
    if (client !== undefined || (await readPage(verb, ref, 1)).Tokens.length > 0)
      places.push(placeOf(apiId, client?.secret));
    verb.progress("look", (looked += 1), apis.length);
  });
  return places.sort((one, other) => (one.apiId < other.apiId ? -1 : 1));
}

import type { OAuthClient } from "../../../generated/index.ts";
import { oauthApis } from "../apis/definition.ts";
import { findClient } from "../clients/read.ts";
import { forEachOf } from "../parallel.ts";
import type { Verb } from "../verb.ts";
import { doubtOf } from "./doubts.ts";
import { readPage } from "./page.ts";
import { placeOf } from "./place.ts";
import type { Place } from "./place.ts";

/** An API that has to do with a client. */
export interface FoundPlace {
  readonly apiId: string;
  /** The client; `undefined` where it is no more and its list names tokens still, or where it could not be read. */
  readonly client: OAuthClient | undefined;
  /** Why it could not be read. */
  readonly trouble: string | undefined;
}

/**
 * Every OAuth API of an organisation, or of all with `""`, where a client is, or where it is no more and its list names tokens
 * still: those live on, and would open the API again with the client's id. An API that cannot be read is among them.
 */
export async function findPlaces(
  verb: Verb,
  clientId: string,
  orgId: string | undefined,
): Promise<FoundPlace[]> {
  const apis = await oauthApis(verb, verb.orgId(orgId));
  const found: FoundPlace[] = [];
  let looked = 0;
  await forEachOf(apis, async ({ api_id: apiId }) => {
    const place = await lookAt(verb, apiId, clientId);
    if (place !== undefined) found.push(place);
    verb.progress("look", (looked += 1), apis.length);
  });
  return found.sort((one, other) => (one.apiId < other.apiId ? -1 : 1));
}

async function lookAt(
  verb: Verb,
  apiId: string,
  clientId: string,
): Promise<FoundPlace | undefined> {
  const ref = { apiId, clientId };
  try {
    const client = await findClient(verb, ref);
    if (client === undefined && (await readPage(verb, ref, 1)).Tokens.length === 0)
      return undefined;
    return { apiId, client, trouble: undefined };
  } catch (error) {
    const trouble = doubtOf(verb, error, "the client could not be read");
    return { apiId, client: undefined, trouble };
  }
}

/** The same as a place for its tokens to be ended. */
export function toPlace({ apiId, client, trouble }: FoundPlace): Place {
  return placeOf(apiId, client?.secret, trouble);
}

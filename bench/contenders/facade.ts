import { TykOAuth } from "@tyk-oauth/sdk";
import type { TykFetch } from "@tyk-oauth/sdk";
import { apiId, clientId, newClient, secret } from "../gateway/answers.ts";
import type { Calls, Place } from "./contender.ts";
import { fetchOf } from "./stub.ts";

/** The facade as it is built, with its defaults but for what the place says. */
export function createFacade(place: Place, fetch?: TykFetch): TykOAuth {
  const { baseUrl, stubbed, maxConcurrency } = place;
  return new TykOAuth({
    baseUrl,
    secret,
    maxConcurrency,
    fetch: fetch ?? (stubbed ? fetchOf(place) : undefined),
  });
}

/** Its calls of one operation each. */
export function rawCalls({ raw }: TykOAuth): Calls {
  const path = { apiID: apiId, keyName: clientId };
  return {
    get: () => raw.getOAuthClient({ path }),
    create: () => raw.createOAuthClient({ body: newClient }),
  };
}

/** Its verbs. */
export function verbCalls({ clients }: TykOAuth): Calls {
  return { get: () => clients.get({ apiId, clientId }) };
}

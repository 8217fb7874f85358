import { TykOAuth } from "@tyk-oauth/sdk";
import type { TykFetch } from "@tyk-oauth/sdk";
import { apiId, clientId, newClient, secret } from "../gateway/responses.ts";
import type { Calls, ContenderOptions } from "./contender.ts";
import { chooseFetch } from "./stub-fetch.ts";

/** Creates the built facade. Settings that the options do not name have their defaults. */
export function createFacade(options: ContenderOptions, fetch?: TykFetch): TykOAuth {
  const { baseUrl, stubbed, maxConcurrency } = options;
  return new TykOAuth({
    baseUrl,
    secret,
    maxConcurrency,
    fetch: fetch ?? (stubbed ? chooseFetch(options) : undefined),
  });
}

/** Creates the calls of `tyk.raw`. */
export function createRawCalls({ raw }: TykOAuth): Calls {
  const path = { apiID: apiId, keyName: clientId };
  return {
    get: () => raw.getOAuthClient({ path }),
    create: () => raw.createOAuthClient({ body: newClient }),
  };
}

/** Creates the calls of the facade's methods. */
export function createMethodCalls({ clients }: TykOAuth): Calls {
  return { get: () => clients.get({ apiId, clientId }) };
}

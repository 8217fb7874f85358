import { createClient } from "../../generated/client/index.ts";
import { createOAuthClient, getOAuthClient } from "../../generated/index.ts";
import { apiId, clientId, newClient, secret } from "../gateway/responses.ts";
import type { Calls, ContenderOptions } from "./contender.ts";
import { chooseFetch } from "./stub-fetch.ts";

/** The generated client alone, with its own `fetch` client. */
export function connect(options: ContenderOptions): Calls {
  const client = createClient({
    baseUrl: options.baseUrl,
    auth: secret,
    fetch: chooseFetch(options),
    throwOnError: true,
  });
  const path = { apiID: apiId, keyName: clientId };
  return {
    get: async () => (await getOAuthClient<true>({ client, path })).data,
    create: async () => (await createOAuthClient<true>({ client, body: newClient })).data,
  };
}

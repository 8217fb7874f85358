import { createClient } from "../../generated/client/index.ts";
import { createOAuthClient, getOAuthClient } from "../../generated/index.ts";
import { apiId, clientId, newClient, secret } from "../gateway/answers.ts";
import type { Calls, Place } from "./contender.ts";
import { fetchOf } from "./stub.ts";

/** The generated client alone, with its own fetch plugin. */
export function connect(place: Place): Calls {
  const client = createClient({
    baseUrl: place.baseUrl,
    auth: secret,
    fetch: fetchOf(place),
    throwOnError: true,
  });
  const path = { apiID: apiId, keyName: clientId };
  return {
    get: async () => (await getOAuthClient<true>({ client, path })).data,
    create: async () => (await createOAuthClient<true>({ client, body: newClient })).data,
  };
}

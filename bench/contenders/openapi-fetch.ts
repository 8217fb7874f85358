import createClient from "openapi-fetch";
import type { NewClientRequest, OAuthClient } from "../../generated/index.ts";
import { apiId, clientId, newClient, secret } from "../gateway/answers.ts";
import type { Calls, Place } from "./contender.ts";
import { fetchOf } from "./stub.ts";

interface Success {
  responses: { 200: { content: { "application/json": OAuthClient } } };
}

/** What openapi-typescript would make of the two operations. */
interface Paths {
  "/tyk/oauth/clients/{apiID}/{keyName}": {
    get: Success & { parameters: { path: { apiID: string; keyName: string } } };
  };
  "/tyk/oauth/clients/create": {
    post: Success & { requestBody: { content: { "application/json": NewClientRequest } } };
  };
}

/** openapi-fetch, with its defaults: no retries. */
export function connect(place: Place): Calls {
  const client = createClient<Paths>({
    baseUrl: place.baseUrl,
    headers: { "X-Tyk-Authorization": secret },
    fetch: fetchOf(place),
  });
  const params = { path: { apiID: apiId, keyName: clientId } };
  return {
    get: async () => dataOf(await client.GET("/tyk/oauth/clients/{apiID}/{keyName}", { params })),
    create: async () => dataOf(await client.POST("/tyk/oauth/clients/create", { body: newClient })),
  };
}

function dataOf({ data }: { readonly data?: OAuthClient }): OAuthClient {
  if (data === undefined) throw new Error("no data");
  return data;
}

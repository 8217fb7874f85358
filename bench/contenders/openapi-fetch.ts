import createClient from "openapi-fetch";
import type { NewClientRequest, OAuthClient } from "../../generated/index.ts";
import { apiId, clientId, newClient, secret } from "../gateway/responses.ts";
import type { Calls, ContenderOptions } from "./contender.ts";
import { chooseFetch } from "./stub-fetch.ts";

interface Success {
  responses: { 200: { content: { "application/json": OAuthClient } } };
}

/** The types that openapi-typescript would generate for the two operations. */
interface Paths {
  "/tyk/oauth/clients/{apiID}/{keyName}": {
    get: Success & { parameters: { path: { apiID: string; keyName: string } } };
  };
  "/tyk/oauth/clients/create": {
    post: Success & { requestBody: { content: { "application/json": NewClientRequest } } };
  };
}

/** openapi-fetch with its defaults: no retries. */
export function connect(options: ContenderOptions): Calls {
  const client = createClient<Paths>({
    baseUrl: options.baseUrl,
    headers: { "X-Tyk-Authorization": secret },
    fetch: chooseFetch(options),
  });
  const params = { path: { apiID: apiId, keyName: clientId } };
  return {
    get: async () =>
      requireData(await client.GET("/tyk/oauth/clients/{apiID}/{keyName}", { params })),
    create: async () =>
      requireData(await client.POST("/tyk/oauth/clients/create", { body: newClient })),
  };
}

function requireData({ data }: { readonly data?: OAuthClient }): OAuthClient {
  if (data === undefined) throw new Error("the response has no data");
  return data;
}

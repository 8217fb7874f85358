import { request } from "undici";
import type { Dispatcher } from "undici";
import type { OAuthClient } from "../../generated/index.ts";
import { clientPath, createPath, newClient, secret } from "../gateway/responses.ts";
import type { Calls, ContenderOptions } from "./contender.ts";

/** undici's own `request` with its global agent: HTTP without the cost of the Fetch standard. */
export function connect({ baseUrl }: ContenderOptions): Calls {
  return {
    get: async () =>
      await read(
        await request(`${baseUrl}${clientPath}`, { headers: { "X-Tyk-Authorization": secret } }),
      ),
    create: async () =>
      await read(
        await request(`${baseUrl}${createPath}`, {
          method: "POST",
          headers: { "X-Tyk-Authorization": secret, "Content-Type": "application/json" },
          body: JSON.stringify(newClient),
        }),
      ),
  };
}

async function read({ statusCode, body }: Dispatcher.ResponseData): Promise<OAuthClient> {
  if (statusCode !== 200) throw new Error(`status ${statusCode}`);
  return (await body.json()) as OAuthClient;
}

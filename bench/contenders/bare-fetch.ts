import type { OAuthClient } from "../../generated/index.ts";
import { clientPath, createPath, newClient, secret } from "../gateway/responses.ts";
import type { Calls, ContenderOptions } from "./contender.ts";
import { chooseFetch } from "./stub-fetch.ts";

/** Node's `fetch` without a client. */
export function connect(options: ContenderOptions): Calls {
  return createBareCalls(options.baseUrl, chooseFetch(options));
}

/** Creates the calls with the least code around a `fetch`. */
export function createBareCalls(
  baseUrl: string,
  send: (url: string, init: RequestInit) => Promise<Response>,
): Calls {
  return {
    get: async () =>
      await read(
        await send(`${baseUrl}${clientPath}`, { headers: { "X-Tyk-Authorization": secret } }),
      ),
    create: async () =>
      await read(
        await send(`${baseUrl}${createPath}`, {
          method: "POST",
          headers: { "X-Tyk-Authorization": secret, "Content-Type": "application/json" },
          body: JSON.stringify(newClient),
        }),
      ),
  };
}

async function read(response: Response): Promise<OAuthClient> {
  if (!response.ok) throw new Error(`status ${response.status}`);
  return (await response.json()) as OAuthClient;
}

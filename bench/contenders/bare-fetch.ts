import type { OAuthClient } from "../../generated/index.ts";
import { clientPath, createPath, newClient, secret } from "../gateway/answers.ts";
import type { Calls, Place } from "./contender.ts";
import { fetchOf } from "./stub.ts";

/** Node's `fetch` by hand. */
export function connect(place: Place): Calls {
  return bareCalls(place.baseUrl, fetchOf(place));
}

/** The least that one writes around a `fetch`. */
export function bareCalls(
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

import ky from "ky";
import type { OAuthClient } from "../../generated/index.ts";
import { clientPath, createPath, newClient, secret } from "../gateway/responses.ts";
import type { Calls, ContenderOptions } from "./contender.ts";
import { chooseFetch } from "./stub-fetch.ts";

/** ky with its defaults: two retries of a GET, a timeout of ten seconds. */
export function connect(options: ContenderOptions): Calls {
  const client = ky.create({
    baseUrl: options.baseUrl,
    headers: { "X-Tyk-Authorization": secret },
    fetch: chooseFetch(options),
  });
  return {
    get: () => client.get(clientPath).json<OAuthClient>(),
    create: () => client.post(createPath, { json: newClient }).json<OAuthClient>(),
  };
}

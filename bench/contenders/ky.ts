import ky from "ky";
import type { OAuthClient } from "../../generated/index.ts";
import { clientPath, createPath, newClient, secret } from "../gateway/answers.ts";
import type { Calls, Place } from "./contender.ts";
import { fetchOf } from "./stub.ts";

/** ky, with its defaults: two retries of a GET, ten seconds of time. */
export function connect(place: Place): Calls {
  const client = ky.create({
    baseUrl: place.baseUrl,
    headers: { "X-Tyk-Authorization": secret },
    fetch: fetchOf(place),
  });
  return {
    get: () => client.get(clientPath).json<OAuthClient>(),
    create: () => client.post(createPath, { json: newClient }).json<OAuthClient>(),
  };
}

import axios from "axios";
import type { OAuthClient } from "../../generated/index.ts";
import { clientPath, createPath, newClient, secret } from "../gateway/responses.ts";
import type { Calls, ContenderOptions } from "./contender.ts";
import { stubAdapter } from "./stub-adapter.ts";

/** axios with its defaults: its own adapter over `node:http`, no retries, no timeout. */
export function connect({ baseUrl, stubbed }: ContenderOptions): Calls {
  const client = axios.create({
    baseURL: baseUrl,
    headers: { "X-Tyk-Authorization": secret },
    ...(stubbed ? { adapter: stubAdapter } : {}),
  });
  return {
    get: async () => (await client.get<OAuthClient>(clientPath)).data,
    create: async () => (await client.post<OAuthClient>(createPath, newClient)).data,
  };
}

import { json, text } from "../network/fake-fetch.ts";
import type { Reply } from "../network/fake-fetch.ts";
import { api, client, policy } from "./samples.ts";

export const ref = { apiId: "orders", clientId: "shop-web" };

export const redirectUri = "https://shop.example/cb";

export const request: { redirectUri: string } = { redirectUri };

export const implicit = {
  access_token: "t0ken",
  expires_in: 3600,
  redirect_to: "https://shop.example/cb#access_token=t0ken",
  token_type: "bearer",
};

export const readReplies: readonly [Reply, Reply, Reply, Reply] = [
  json(api),
  json([api]),
  json(client),
  json(policy),
];

/** Returns a reply with the content type that the gateway uses. */
export function grantedReply(answer: unknown): Reply {
  return text(JSON.stringify(answer));
}

export function formFields(body: string | undefined): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(body));
}

import type { Gateway } from "@tyk-oauth/sdk/testing";
import { clientSecret } from "./run-command.ts";

/** Gives the client of `createShop` an access token on the API `orders`. Returns the token. */
export async function createLiveToken(gateway: Gateway): Promise<string> {
  const authorization = `Basic ${btoa(`shop-web:${clientSecret}`)}`;
  const { access_token: token } = await gateway
    .client()
    .raw.oauthToken(
      { path: { listenPath: "/orders/" }, body: { grant_type: "client_credentials" } },
      { headers: { authorization } },
    );
  return token;
}

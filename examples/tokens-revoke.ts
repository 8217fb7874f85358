// Revokes an access token and its refresh token. Reads the token endpoint's response ({"access_token", "refresh_token"?}) from
// standard input, because every user of the machine can see arguments.
//
//   npx node examples/tokens-revoke.ts orders shop-web < response.json
import { text } from "node:stream/consumers";
import { TykOAuth } from "@tyk-oauth/sdk";
import type { TokenResponse } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [apiId, clientId] = readArgs("api id", "client id");
const tyk = TykOAuth.fromEnv();
const { access_token, refresh_token } = JSON.parse(await text(process.stdin)) as TokenResponse;

// Each stays alive without the other, so revoke both (Trap 15).
const token = { clientId, token: access_token, tokenTypeHint: "access_token" };
const { state, dropped } = await tyk.tokens.revoke(token);
console.log(`access token: ${state}`);
if (refresh_token !== undefined) {
  const refresh = await tyk.tokens.revoke({ apiId, refreshToken: refresh_token });
  console.log(`refresh token: ${refresh.state} (${refresh.reason ?? ""})`);
}

// These tokens expire in the same second, so they dropped off the list too. They are alive and unlisted now (Trap 12).
if (dropped.length > 0)
  console.log(`${dropped.length} other tokens dropped off the list, but live`);

// Revokes a token and the refresh token that came with it. They are read from standard input, as the token endpoint
// answered them ({"access_token", "refresh_token"?}), since arguments are seen by everybody on the machine.
//
//   node examples/tokens-revoke.ts orders shop-web < answer.json
import { text } from "node:stream/consumers";
import { TykOAuth } from "@tyk-oauth/sdk";
import type { TokenResponse } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [apiId, clientId] = args("api id", "client id");
const tyk = TykOAuth.fromEnv();
const { access_token, refresh_token } = JSON.parse(await text(process.stdin)) as TokenResponse;

// Each lives on without the other, so each is named.
await tyk.tokens.revoke({ clientId, token: access_token, tokenTypeHint: "access_token" });
if (refresh_token !== undefined) await tyk.tokens.revoke({ apiId, refreshToken: refresh_token });

// The gateway says yes to any token, its own or not.
console.log(
  `revoked the access token${refresh_token === undefined ? "" : " and the refresh token"}`,
);
console.log("the API may let the access token in for ten seconds more");

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
const token = { clientId, token: access_token, tokenTypeHint: "access_token" };
const { state, dropped } = await tyk.tokens.revoke(token);
console.log(`access token: ${state}`);
if (refresh_token !== undefined) {
  const refresh = await tyk.tokens.revoke({ apiId, refreshToken: refresh_token });
  console.log(`refresh token: ${refresh.state} (${refresh.reason ?? ""})`);
}

// The gateway took these off the list with it, as they lapse in the same second. They live on, and no list names them now.
if (dropped.length > 0) console.log(`${dropped.length} other tokens went off the list, and live`);

// Lists a client's tokens with the time when each expires.
//
//   node examples/tokens-list.ts orders shop-web
import { TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";
import { hidden } from "./support/hidden.ts";

const [apiId, clientId] = args("api id", "client id");
const tyk = TykOAuth.fromEnv();

const tokens = await tyk.tokens.list({ apiId, clientId });

// A code is the token's hash, or, where the gateway does not hash keys, the token itself: not for a screen.
for (const { code, expires } of tokens) {
  console.log(hidden(code), new Date(expires * 1000).toISOString());
}
console.log(`${tokens.length} tokens`);

// Lists a client's tokens with their expiry.
//
//   npx node examples/tokens-list.ts orders shop-web
import { TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";
import { maskSecret } from "./support/mask-secret.ts";

const [apiId, clientId] = readArgs("api id", "client id");
const tyk = TykOAuth.fromEnv();

const tokens = await tyk.tokens.list({ apiId, clientId });

// A code is the token's hash. If the gateway does not hash keys, it is the token itself, so the script does not print it.
for (const { code, expires } of tokens) {
  console.log(maskSecret(code), new Date(expires * 1000).toISOString());
}
console.log(`${tokens.length} tokens`);

// Takes lapsed tokens out of the lists of all clients, where the gateway sets oauth_token_expired_retain_period.
//
//   node examples/tokens-purge-lapsed.ts
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";

const tyk = TykOAuth.fromEnv();

try {
  const { message } = await tyk.tokens.purgeLapsed();
  console.log(message);
} catch (error) {
  if (!isTykError(error) || error.code !== "unsupported") throw error;
  console.log("this gateway has no purge: it came with 5.3");
}

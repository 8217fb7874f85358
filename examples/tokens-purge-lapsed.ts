// Takes lapsed tokens out of the lists of all clients, where the gateway sets oauth_token_expired_retain_period.
//
//   node examples/tokens-purge-lapsed.ts
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";

const tyk = TykOAuth.fromEnv();

try {
  const { message, state } = await tyk.tokens.purgeLapsed();
  // Never more than "unverified": the gateway says yes also where it does nothing.
  console.log(`${state}: the gateway says "${message}"`);
} catch (error) {
  if (!isTykError(error) || error.code !== "unsupported") throw error;
  console.log("this gateway has no purge: it came with 5.3");
}

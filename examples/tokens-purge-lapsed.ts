// Removes expired tokens from the lists of all clients, if the gateway sets oauth_token_expired_retain_period.
//
//   npx node examples/tokens-purge-lapsed.ts
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";

const tyk = TykOAuth.fromEnv();

try {
  const { message, state } = await tyk.tokens.purgeLapsed();
  // The state is always "unverified": the gateway confirms a purge that does nothing (Traps 17 and 36).
  console.log(`${state}: the gateway says "${message}"`);
} catch (error) {
  if (!isTykError(error) || error.code !== "unsupported") throw error;
  console.log("this gateway has no purge: that needs version 5.3");
}

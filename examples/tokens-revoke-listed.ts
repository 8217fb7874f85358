// Ends a token by its listed code. The revocation endpoint would confirm such a revocation but do nothing (Trap 11).
//
//   npx node examples/tokens-revoke-listed.ts orders 65c79bca6dfde81d
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [apiId, listedCode] = readArgs("api id", "listed code");
const tyk = TykOAuth.fromEnv();

try {
  const { state, unreached } = await tyk.tokens.revoke({ apiId, listedCode });
  console.log(`${state}; the list still names the token until it expires`);
  console.log(`not reached: ${unreached.join(", ")}`);
} catch (error) {
  if (!isTykError(error) || error.code !== "not-found") throw error;
  console.log("the token does not exist: it expired or was already removed");
}

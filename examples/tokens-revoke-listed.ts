// Ends a token of which only the listed code is known. The revocation endpoint would say yes to it and do nothing.
//
//   node examples/tokens-revoke-listed.ts orders 65c79bca6dfde81d
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [apiId, listedCode] = args("api id", "listed code");
const tyk = TykOAuth.fromEnv();

try {
  const { state, unreached } = await tyk.tokens.revoke({ apiId, listedCode });
  console.log(`${state}; the list goes on naming it until it lapses`);
  console.log(`not reached: ${unreached.join(", ")}`);
} catch (error) {
  if (!isTykError(error) || error.code !== "not-found") throw error;
  console.log("there is no such token: it lapsed, or was removed before");
}

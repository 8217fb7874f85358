// Ends a token of which only the listed code is known. The revocation endpoint would say yes to it and do nothing.
//
//   node examples/tokens-revoke-listed.ts orders 65c79bca6dfde81d
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [apiId, listedCode] = args("api id", "listed code");
const tyk = TykOAuth.fromEnv();

try {
  await tyk.tokens.revoke({ apiId, listedCode });
  console.log("removed; the list goes on naming it until it expires");
} catch (error) {
  if (!isTykError(error) || error.code !== "not-found") throw error;
  console.log("there is no such token: it expired, or was removed before");
}

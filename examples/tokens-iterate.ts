// Searches a code in a client's token list. Reads pages of 100 tokens, and stops when it finds the code.
//
//   npx node examples/tokens-iterate.ts orders shop-web 65c79bca6dfde81d
import { TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [apiId, clientId, wanted] = readArgs("api id", "client id", "listed code");
const tyk = TykOAuth.fromEnv();

async function isListed(): Promise<boolean> {
  for await (const { code } of tyk.tokens.iterate({ apiId, clientId })) {
    if (code === wanted) return true;
  }
  return false;
}

console.log((await isListed()) ? "listed" : "not listed: it expired, or dropped off the list");

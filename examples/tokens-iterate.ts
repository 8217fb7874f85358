// Looks for a code among a client's tokens, however many there are: a page of 100 at a time, and no more than it takes.
//
//   node examples/tokens-iterate.ts orders shop-web 65c79bca6dfde81d
import { TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [apiId, clientId, wanted] = args("api id", "client id", "listed code");
const tyk = TykOAuth.fromEnv();

async function isListed(): Promise<boolean> {
  for await (const { code } of tyk.tokens.iterate({ apiId, clientId })) {
    if (code === wanted) return true;
  }
  return false;
}

console.log((await isListed()) ? "listed" : "not listed: it expired, or nothing lists it any more");

// Calls one operation of the gateway with `tyk.raw`, without the guards of the methods, and prints the response's metadata.
//
//   npx node examples/raw.ts orders shop-web
import { TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [apiID, keyName] = readArgs("api id", "client id");
const tyk = TykOAuth.fromEnv();

const { data, response } = await tyk.raw
  .getOAuthClient({ path: { apiID, keyName } })
  .withResponse();

console.log(`${data.client_id}: status ${response.status} after ${response.attempts} attempt(s)`);

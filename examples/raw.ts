// Calls an operation as the gateway has it, one request without guards, and looks at the answer around the data.
//
//   node examples/raw.ts orders shop-web
import { TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [apiID, keyName] = args("api id", "client id");
const tyk = TykOAuth.fromEnv();

const { data, response } = await tyk.raw
  .getOAuthClient({ path: { apiID, keyName } })
  .withResponse();

console.log(`${data.client_id}: status ${response.status} after ${response.attempts} attempt(s)`);

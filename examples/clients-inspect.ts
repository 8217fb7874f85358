// Shows the copies of a client, one per API, and the fields in which they differ.
//
//   npx node examples/clients-inspect.ts shop-web
import { TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [clientId] = readArgs("client id");
const tyk = TykOAuth.fromEnv();

const { copies, drift } = await tyk.clients.inspect({ clientId });

for (const { apiId, client } of copies) {
  console.log(`${apiId}: ${client.redirect_uri}, policy ${client.policy_id ?? "none"}`);
}
console.log(
  drift.length === 0 ? "all copies are equal" : `the copies differ in ${drift.join(", ")}`,
);

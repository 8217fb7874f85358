// Shows the copies of a client, one for each API, and in what they differ.
//
//   node examples/clients-inspect.ts shop-web
import { TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [clientId] = args("client id");
const tyk = TykOAuth.fromEnv();

const { copies, drift } = await tyk.clients.inspect({ clientId });

for (const { apiId, client } of copies) {
  console.log(`${apiId}: ${client.redirect_uri}, policy ${client.policy_id ?? "none"}`);
}
console.log(drift.length === 0 ? "all alike" : `they differ in ${drift.join(", ")}`);

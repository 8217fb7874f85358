// Lists the clients of an API. Each has its secret, which this script does not print.
//
//   npx node examples/clients-list.ts orders
import { TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [apiId] = readArgs("api id");
const tyk = TykOAuth.fromEnv();

const clients = await tyk.clients.list({ apiId });

for (const { client_id, policy_id, description } of clients) {
  console.log(client_id, policy_id ?? "(no policy)", description);
}
console.log(`${clients.length} clients on ${apiId}`);

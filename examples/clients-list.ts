// Lists the clients of an API. Each comes with its secret, which is not for a screen.
//
//   node examples/clients-list.ts orders
import { TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [apiId] = args("api id");
const tyk = TykOAuth.fromEnv();

const clients = await tyk.clients.list({ apiId });

for (const { client_id, policy_id, description } of clients) {
  console.log(client_id, policy_id ?? "(no policy)", description);
}
console.log(`${clients.length} clients on ${apiId}`);

// Changes a client's description on all of its APIs, and no other field. The gateway's own update changes one API, and clears the
// fields that are missing (Traps 7 and 8).
//
//   npx node examples/clients-update.ts shop-web "Shop, new front"
import { TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [clientId, description] = readArgs("client id", "description");
const tyk = TykOAuth.fromEnv();

// For one API, pass { apiId, clientId }: the result is then one client, not a list.
const copies = await tyk.clients.update({ clientId, apis: "all" }, { description });

for (const { apiId, client } of copies) console.log(`${apiId}: ${client.description}`);

// Changes a client's description and leaves all else as it is. The gateway's own update would blank what it is not given.
//
//   node examples/clients-update.ts orders shop-web "Shop, new front"
import { TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [apiId, clientId, description] = args("api id", "client id", "description");
const tyk = TykOAuth.fromEnv();

const client = await tyk.clients.update({ apiId, clientId }, { description });

console.log(`${client.client_id}: ${client.description}`);

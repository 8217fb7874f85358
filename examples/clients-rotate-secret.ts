// Gives a client a new secret on one API. The old one stops at once; tokens go on. Where the gateway's answer is lost the verb
// reads the client, and gives the secret of now.
//
//   node examples/clients-rotate-secret.ts orders shop-web
import { TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";
import { hidden } from "./support/hidden.ts";

const [apiId, clientId] = args("api id", "client id");
const tyk = TykOAuth.fromEnv();

const client = await tyk.clients.rotateSecret({ apiId, clientId });

console.log(`${client.client_id} has the secret ${hidden(client.secret)}`);

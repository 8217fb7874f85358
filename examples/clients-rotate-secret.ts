// Rotates a client's secret on one API. The old secret stops working at once; tokens keep working. If the response is lost, the
// method reads the client and returns its current secret.
//
//   npx node examples/clients-rotate-secret.ts orders shop-web
import { TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";
import { maskSecret } from "./support/mask-secret.ts";

const [apiId, clientId] = readArgs("api id", "client id");
const tyk = TykOAuth.fromEnv();

const client = await tyk.clients.rotateSecret({ apiId, clientId });

console.log(`${client.client_id} has the secret ${maskSecret(client.secret)}`);

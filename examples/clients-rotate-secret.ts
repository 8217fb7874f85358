// Gives a client a new secret on one API. The old one stops at once; tokens go on.
//
//   node examples/clients-rotate-secret.ts orders shop-web
import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";
import { hidden } from "./support/hidden.ts";

const [apiId, clientId] = args("api id", "client id");
const tyk = TykOAuth.fromEnv();
const ref = { apiId, clientId };

let client;
try {
  client = await tyk.clients.rotateSecret(ref);
} catch (error) {
  // Refused, or never sent: the old secret holds. Otherwise it may have been rotated, and a read tells the secret of now.
  const known = isTykError(error) && ["refused", "not-sent"].includes(error.outcome);
  if (known) throw error;
  client = await tyk.clients.get(ref);
}

console.log(`${client.client_id} has the secret ${hidden(client.secret)}`);

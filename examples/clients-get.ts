// Reads a client.
//
//   node examples/clients-get.ts orders shop-web
import { TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";
import { hidden } from "./support/hidden.ts";

const [apiId, clientId] = args("api id", "client id");
const tyk = TykOAuth.fromEnv();

const client = await tyk.clients.get({ apiId, clientId });

console.log({ ...client, secret: hidden(client.secret) });

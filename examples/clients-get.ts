// Reads a client.
//
//   npx node examples/clients-get.ts orders shop-web
import { TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";
import { maskSecret } from "./support/mask-secret.ts";

const [apiId, clientId] = readArgs("api id", "client id");
const tyk = TykOAuth.fromEnv();

const client = await tyk.clients.get({ apiId, clientId });

console.log({ ...client, secret: maskSecret(client.secret) });

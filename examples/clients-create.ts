// Creates a client on one API. The SDK generates the id and the secret if the body has none. It refuses an id that the API already
// has, because the gateway would overwrite that client (Trap 5).
//
//   npx node examples/clients-create.ts orders gold https://shop.example/cb
import { TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";
import { maskSecret } from "./support/mask-secret.ts";

const [apiId, policyId, redirectUri] = readArgs("api id", "policy id", "redirect uri");
const tyk = TykOAuth.fromEnv();

const client = await tyk.clients.create({
  api_id: apiId,
  policy_id: policyId,
  redirect_uri: redirectUri,
  description: "Created by an example",
  meta_data: { team: "storefront" },
});

// Store the secret in the client's vault. `clients.get` can also read it again.
console.log(`${client.client_id} on ${apiId}, secret ${maskSecret(client.secret)}`);

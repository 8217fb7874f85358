// Makes a client on one API. An id that the body does not name is made up, and so is the secret; an id that it names is
// refused where the API has such a client already, since the gateway would overwrite it.
//
//   node examples/clients-create.ts orders gold https://shop.example/cb
import { TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";
import { hidden } from "./support/hidden.ts";

const [apiId, policyId, redirectUri] = args("api id", "policy id", "redirect uri");
const tyk = TykOAuth.fromEnv();

const client = await tyk.clients.create({
  api_id: apiId,
  policy_id: policyId,
  redirect_uri: redirectUri,
  description: "Made by an example",
  meta_data: { team: "storefront" },
});

// The secret belongs into the client's own vault; whoever has the gateway's secret can read it again with `clients.get`.
console.log(`${client.client_id} on ${apiId}, secret ${hidden(client.secret)}`);

// Replaces a client. Fields that are missing here are cleared; the id and the secret stay. If the policy changes, pass a third
// argument that says what happens to the client's tokens: { tokens: "revoke" } or { tokens: "keep" }.
//
//   npx node examples/clients-replace.ts orders shop-web gold https://shop.example/cb2
import { TykOAuth } from "@tyk-oauth/sdk";
import { readArgs } from "./support/read-args.ts";

const [apiId, clientId, policyId, redirectUri] = readArgs(
  "api id",
  "client id",
  "policy id",
  "redirect uri",
);
const tyk = TykOAuth.fromEnv();

const client = await tyk.clients.replace(
  { apiId, clientId },
  {
    policy_id: policyId,
    redirect_uri: redirectUri,
    description: "Replaced by an example",
    meta_data: null,
  },
);

console.log(`${client.client_id}: ${client.redirect_uri}, policy ${client.policy_id ?? "none"}`);

// Stores a client whole: what is not named here is blanked. Its id and its secret stay. Where the policy is another one than
// before, a third argument must say what becomes of the client's tokens: { tokens: "revoke" } or { tokens: "keep" }.
//
//   node examples/clients-replace.ts orders shop-web gold https://shop.example/cb2
import { TykOAuth } from "@tyk-oauth/sdk";
import { args } from "./support/args.ts";

const [apiId, clientId, policyId, redirectUri] = args(
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

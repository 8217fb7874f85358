import { createGateway } from "@tyk-oauth/sdk/testing";

const policies = { gold: ["orders", "billing"], silver: ["orders"] };
const gateway = createGateway({ policies, listHashedKeys: true });
const tyk = gateway.client();
const ref = { apiId: "orders", clientId: "shop-web" };
const redirect_uri = "https://shop.example/cb";
await tyk.clients.create({ client_id: "shop-web", policy_id: "gold", redirect_uri });
const request = { redirectUri: redirect_uri, responseType: "token" } as const;
await tyk.clients.authorize(ref, request);

// A plain update of the policy. The token leaves the list, and stays valid with
// the rights of the old policy.
const path = { apiID: "orders", keyName: "shop-web" };
const body = { policy_id: "silver", redirect_uri };
await tyk.raw.updateOAuthClient({ path, body });
console.log("Tokens in the client's list:", (await tyk.tokens.list(ref)).length);
console.log("Tokens in storage:", (await tyk.raw.listKeys()).keys.length);

// The method must be told what happens to the tokens.
const change = tyk.clients.update(ref, { policy_id: "gold" });
await change.catch((error) => console.log("Without tokens:", error.code));
await tyk.clients.update(ref, { policy_id: "gold" }, { tokens: "revoke" });
console.log("Tokens after it:", (await tyk.raw.listKeys()).keys.length);

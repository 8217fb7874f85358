import { createGateway } from "@tyk-oauth/sdk/testing";

// The clock stands still, so both tokens expire in the same second.
const gateway = createGateway({ now: Date.now() });
const tyk = gateway.client();
const ref = { apiId: "orders", clientId: "shop-web" };
const redirect_uri = "https://shop.example/cb";
const client = { client_id: "shop-web", api_id: "orders", policy_id: "gold" };
await tyk.clients.create({ ...client, redirect_uri });

const request = { redirectUri: redirect_uri, responseType: "token" } as const;
const first = await tyk.clients.authorize(ref, request);
const second = await tyk.clients.authorize(ref, request);
console.log("Listed before:", (await tyk.tokens.list(ref)).length);

// Revoke the first token. The second one leaves the list too, but stays valid.
const token = first.access_token ?? "";
const revoked = await tyk.tokens.revoke({ token, clientId: "shop-web" });
console.log("First token:", revoked.state);
console.log("Listed after:", (await tyk.tokens.list(ref)).length);
console.log("The method says that it left the list:", revoked.dropped.length);

const target = { apiId: "orders", token: second.access_token ?? "" };
console.log("Second token:", (await tyk.tokens.inspect(target)).life);

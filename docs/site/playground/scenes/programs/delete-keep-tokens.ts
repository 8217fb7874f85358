import { createGateway } from "@tyk-oauth/sdk/testing";

const gateway = createGateway();
const tyk = gateway.client();
const ref = { apiId: "orders", clientId: "shop-web" };
const redirect_uri = "https://shop.example/cb";
const client = { client_id: "shop-web", api_id: "orders", policy_id: "gold" };
await tyk.clients.create({ ...client, redirect_uri });

const request = { redirectUri: redirect_uri, responseType: "token" } as const;
const { access_token } = await tyk.clients.authorize(ref, request);
const headers = { authorization: `Bearer ${access_token}` };
const items = `${gateway.url}/orders/items`;

// Delete the client, but keep its tokens, as a plain request does.
await tyk.clients.delete(ref, { tokens: "keep" });
gateway.advance(2_000);
console.log("Without its client:", (await gateway.fetch(items, { headers })).status);

// Somebody creates the same id again, and the old token opens the API.
await tyk.clients.create({ ...client, redirect_uri });
gateway.advance(2_000);
console.log("With a new client:", (await gateway.fetch(items, { headers })).status);

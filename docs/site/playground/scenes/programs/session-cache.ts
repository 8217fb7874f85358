import { createGateway } from "@tyk-oauth/sdk/testing";

const gateway = createGateway({ now: Date.now() }); // the clock stands still
const tyk = gateway.client();
const ref = { apiId: "orders", clientId: "shop-web" };
const redirect_uri = "https://shop.example/cb";
const client = { client_id: "shop-web", api_id: "orders", policy_id: "gold" };
await tyk.clients.create({ ...client, redirect_uri });

const request = { redirectUri: redirect_uri, responseType: "token" } as const;
const { access_token: token = "" } = await tyk.clients.authorize(ref, request);
const headers = { authorization: `Bearer ${token}` };
const items = `${gateway.url}/orders/items`;
console.log("The API says:", (await gateway.fetch(items, { headers })).status);

// The token is removed from storage. The API still has it in its cache.
const revoked = await tyk.tokens.revoke({ token, clientId: "shop-web" });
console.log("The token:", revoked.state);
console.log("The API says:", (await gateway.fetch(items, { headers })).status);

// Ten seconds of the gateway's clock later, the cache is empty.
gateway.advance(10_000);
console.log("Ten seconds later:", (await gateway.fetch(items, { headers })).status);

import { createGateway } from "@tyk-oauth/sdk/testing";

const gateway = createGateway({ hashKeys: false });
const tyk = gateway.client();
const ref = { apiId: "orders", clientId: "shop-web" };
const redirect_uri = "https://shop.example/cb";
const client = { client_id: "shop-web", api_id: "orders", policy_id: "gold" };
await tyk.clients.create({ ...client, redirect_uri });
await tyk.clients.authorize(ref, {
  redirectUri: redirect_uri,
  responseType: "token",
});

// A plain request with a wrong secret. The gateway confirms, and does nothing.
const body = { client_id: "shop-web", client_secret: "not the secret" };
const { message } = await tyk.raw.revokeAllTokens({ body });
console.log("The gateway says:", message);
console.log("Tokens after it:", (await tyk.tokens.list(ref)).length);

// The method reads the secret itself, and checks each token afterwards.
const { apis } = await tyk.tokens.revokeAll(ref);
for (const { ended, state } of apis) console.log("The method ended", ended, state);
console.log("Tokens after the method:", (await tyk.tokens.list(ref)).length);

import { createGateway } from "@tyk-oauth/sdk/testing";

const gateway = createGateway();
const tyk = gateway.client();
const ref = { apiId: "orders", clientId: "shop-web" };
const redirect_uri = "https://shop.example/cb";
const client = { client_id: "shop-web", api_id: "orders", policy_id: "gold" };
const { secret } = await tyk.clients.create({ ...client, redirect_uri });

// The user agreed on your consent page: grant a code.
const consent = { redirectUri: redirect_uri, state: "xyz" };
const { code = "", redirect_to } = await tyk.clients.authorize(ref, consent);
console.log("Redirect to:", redirect_to?.replace(code, "CODE"));

// The client exchanges the code for a token, and calls the API with it.
const basic = { authorization: `Basic ${btoa(`shop-web:${secret}`)}` };
const body = { grant_type: "authorization_code", code, redirect_uri };
const input = { path: { listenPath: "/orders/" }, body };
const { access_token } = await tyk.raw.oauthToken(input, { headers: basic });
const headers = { authorization: `Bearer ${access_token}` };
const response = await gateway.fetch(`${gateway.url}/orders/items`, { headers });
console.log("The API says:", response.status);

// The gateway accepts what begins with the redirect URI. The method does not.
const attack = { redirectUri: `${redirect_uri}.attacker.example` };
const refused = tyk.clients.authorize(ref, attack);
await refused.catch((error) => console.log("Attack:", error.code));

import { createGateway } from "@tyk-oauth/sdk/testing";

// A secret has leaked, and somebody uses a token without pause. So it comes back
// three times. The gateway lists its keys, so a proof is possible.
const gateway = createGateway({ writeBacks: 3, listHashedKeys: true });
const tyk = gateway.client();
const ref = { apiId: "orders", clientId: "shop-web" };
const redirect_uri = "https://shop.example/cb";
const client = { client_id: "shop-web", api_id: "orders", policy_id: "gold" };
await tyk.clients.create({ ...client, redirect_uri });

const request = { redirectUri: redirect_uri, responseType: "token" } as const;
const { access_token } = await tyk.clients.authorize(ref, request);
const headers = { authorization: `Bearer ${access_token}` };
const items = `${gateway.url}/orders/items`;
console.log("The API says:", (await gateway.fetch(items, { headers })).status);

// A new secret first, then all tokens, until they stay away. Then a wait for the
// gateway's session cache. It moves the gateway's clock, and takes no time here.
const { report } = await tyk.clients.cutOff({ clientId: "shop-web" });
for (const { secret } of report.secrets) console.log("Secret:", secret);
for (const { state, writtenBack } of report.apis)
  console.log("Token:", state, "- came back:", writtenBack);
console.log("The API says:", (await gateway.fetch(items, { headers })).status);

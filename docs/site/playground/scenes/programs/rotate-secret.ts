import { createGateway } from "@tyk-oauth/sdk/testing";

const gateway = createGateway();
const tyk = gateway.client();
const redirect_uri = "https://shop.example/cb";

// Without api_id, each API of the policy gets a copy of the client.
await tyk.clients.create({ client_id: "shop-web", policy_id: "gold", redirect_uri });

// One plain rotation changes one copy. The response is 200.
await tyk.raw.rotateOAuthClient({ path: { apiID: "orders", keyName: "shop-web" } });
const before = await tyk.clients.inspect({ clientId: "shop-web" });
console.log("The copies differ in:", before.drift.join());

// The method gives all copies one new secret, and reads them again.
const copies = await tyk.clients.rotateSecret({ clientId: "shop-web", apis: "all" });
console.log("Rotated on:", copies.map(({ apiId }) => apiId).join(" and "));
const after = await tyk.clients.inspect({ clientId: "shop-web" });
console.log("Differences left:", after.drift.length);

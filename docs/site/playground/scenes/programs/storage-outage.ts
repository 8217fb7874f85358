import { createGateway } from "@tyk-oauth/sdk/testing";

const gateway = createGateway();
const tyk = gateway.client();
const ref = { apiId: "orders", clientId: "shop-web" };
const redirect_uri = "https://shop.example/cb";
const client = { client_id: "shop-web", api_id: "orders", policy_id: "gold" };
await tyk.clients.create({ ...client, redirect_uri });

// Redis goes down. The gateway still responds, and says that nothing exists.
const outage = gateway.fail({}, { storage: "down" }, Infinity);
const path = { apiID: "orders", keyName: "shop-web" };
const plain = tyk.raw.getOAuthClient({ path });
await plain.catch((error) => console.log("A plain read:", error.code));

// A plain deletion is even confirmed.
console.log("A plain deletion:", (await tyk.raw.deleteOAuthClient({ path })).status);

// The method reads a control, and says that it cannot tell.
const read = tyk.clients.get(ref);
await read.catch((error) => console.log("clients.get:", error.code));

outage.remove();
console.log("Redis is back, and so is", (await tyk.clients.get(ref)).client_id);

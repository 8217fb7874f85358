import { createGateway } from "@tyk-oauth/sdk/testing";

const gateway = createGateway(); // OAuth APIs "orders" and "billing", policy "gold"
const tyk = gateway.client();
const shop = {
  client_id: "shop-web",
  api_id: "orders",
  policy_id: "gold",
  redirect_uri: "https://shop.example/cb",
};
const { secret } = await tyk.clients.create(shop);

// Another program creates the same id by a plain request. The gateway says 200.
await tyk.raw.createOAuthClient({
  body: { ...shop, description: "Another program" },
});

const stored = await tyk.clients.get({ apiId: "orders", clientId: "shop-web" });
console.log("Our secret still works:", stored.secret === secret);
console.log("Description:", stored.description);

// The method reads before it writes, and refuses.
await tyk.clients
  .create(shop)
  .catch((error) => console.log("clients.create:", error.code));

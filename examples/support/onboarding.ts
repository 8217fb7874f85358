import type { CreatedClient, TykOAuth } from "@tyk-oauth/sdk";

/** The application's code: creates the client of a shop, or returns the client that it created before. */
export async function onboard(tyk: TykOAuth, shop: string): Promise<CreatedClient> {
  const client = await tyk.clients.create(
    {
      client_id: `shop-${shop}`,
      api_id: "orders",
      policy_id: "gold",
      redirect_uri: `https://${shop}.example/cb`,
    },
    { ifExists: "keep" },
  );
  if (client.differs !== undefined) throw new Error(`shop-${shop} already exists, but differs`);
  return client;
}

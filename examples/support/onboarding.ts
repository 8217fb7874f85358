import type { OAuthClient, TykOAuth } from "@tyk-oauth/sdk";

/** The code of an application: makes the client of a shop, or finds the one that it made before. */
export async function onboard(tyk: TykOAuth, shop: string): Promise<OAuthClient> {
  const client = await tyk.clients.create(
    {
      client_id: `shop-${shop}`,
      api_id: "orders",
      policy_id: "gold",
      redirect_uri: `https://${shop}.example/cb`,
    },
    { ifExists: "keep" },
  );
  if (client.differs !== undefined) throw new Error(`shop-${shop} is there, and is another client`);
  return client;
}

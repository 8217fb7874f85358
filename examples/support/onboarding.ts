import { isTykError } from "@tyk-oauth/sdk";
import type { OAuthClient, TykOAuth } from "@tyk-oauth/sdk";

/** The code of an application: makes the client of a shop. Where the answer is lost, it looks whether the client is there. */
export async function onboard(tyk: TykOAuth, shop: string): Promise<OAuthClient> {
  const clientId = `shop-${shop}`;
  try {
    return await tyk.clients.create({
      client_id: clientId,
      api_id: "orders",
      policy_id: "gold",
      redirect_uri: `https://${shop}.example/cb`,
    });
  } catch (error) {
    const lost = isTykError(error) && ["applied", "unknown"].includes(error.outcome);
    if (!lost) throw error;
    return await tyk.clients.get({ apiId: "orders", clientId });
  }
}

import type { TykOAuth } from "@tyk-oauth/sdk";

/** The code that the recipes test: issues clients for shops, and tells a chat if a secret changes. */
export class ClientService {
  readonly #tyk: TykOAuth;
  readonly #chatUrl: string;

  constructor(tyk: TykOAuth, chatUrl = "https://chat.example/hooks/clients") {
    this.#tyk = tyk;
    this.#chatUrl = chatUrl;
  }

  /** Creates the client of a shop, and returns its secret. */
  async issue(shop: string): Promise<string> {
    const created = await this.#tyk.clients.create({
      client_id: `shop-${shop}`,
      api_id: "orders",
      policy_id: "gold",
      redirect_uri: `https://${shop}.example/cb`,
    });
    return returned(created.secret, shop);
  }

  /** Rotates the secret of a shop, tells the chat, and returns the new secret. */
  async rotate(shop: string): Promise<string> {
    const ref = { apiId: "orders", clientId: `shop-${shop}` };
    const rotated = await this.#tyk.clients.rotateSecret(ref);
    const secret = returned(rotated.secret, shop);
    const body = JSON.stringify({ text: `The secret of ${shop} was rotated` });
    const response = await fetch(this.#chatUrl, { method: "POST", body });
    if (!response.ok) throw new Error(`the chat responded with ${response.status}`);
    return secret;
  }
}

/** A dry run returns no secret. */
function returned(secret: string | undefined, shop: string): string {
  if (secret === undefined) throw new Error(`the gateway returned no secret of ${shop}`);
  return secret;
}

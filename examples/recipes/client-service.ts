import type { TykOAuth } from "@tyk-oauth/sdk";

/** The code that the recipes test: issues clients for shops, and tells a chat about it. */
export class ClientService {
  readonly #tyk: TykOAuth;
  readonly #chatUrl: string;

  constructor(tyk: TykOAuth, chatUrl = "https://chat.example/hooks/clients") {
    this.#tyk = tyk;
    this.#chatUrl = chatUrl;
  }

  /** Creates the client of a shop, and returns its secret. */
  async issue(shop: string): Promise<string> {
    const { secret } = await this.#tyk.clients.create({
      client_id: `shop-${shop}`,
      api_id: "orders",
      policy_id: "gold",
      redirect_uri: `https://${shop}.example/cb`,
    });
    return secret;
  }

  /** Rotates the secret of a shop, tells the chat, and returns the new secret. */
  async rotate(shop: string): Promise<string> {
    const ref = { apiId: "orders", clientId: `shop-${shop}` };
    const { secret } = await this.#tyk.clients.rotateSecret(ref);
    if (secret === undefined) throw new Error(`the gateway returned no secret of ${shop}`);
    const body = JSON.stringify({ text: `The secret of ${shop} was rotated` });
    const told = await fetch(this.#chatUrl, { method: "POST", body });
    if (!told.ok) throw new Error(`the chat responded with ${told.status}`);
    return secret;
  }
}

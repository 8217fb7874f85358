// Connects the parts: a gateway, the site with login and consent page, and a shop.
import { TykOAuth } from "@tyk-oauth/sdk";
import type { Gateway } from "@tyk-oauth/sdk/testing";
import { startGateway } from "./gateway.ts";
import { createLoginSite } from "./login-site.ts";
import { createShop } from "./shop.ts";
import { listen } from "./web.ts";

export interface Example {
  readonly gateway: Gateway;
  readonly tyk: TykOAuth;
  readonly gatewayUrl: string;
  readonly loginUrl: string;
  readonly shopUrl: string;
  close(): Promise<void>;
}

/** Starts everything on 127.0.0.1. Each port that is 0 is a free one. */
export async function startExample(shopPort = 0): Promise<Example> {
  const sharedSecret = crypto.randomUUID();
  const shop = await listen(shopPort);
  const login = await listen(0);
  const { gateway, server } = await startGateway(login.origin, sharedSecret);
  const tyk = new TykOAuth({ baseUrl: server.controlUrl, secret: gateway.secret });
  // Letters and digits only: the gateway does not decode what OAuth libraries encode.
  const clientSecret = crypto.randomUUID().replaceAll("-", "");
  const { client_id: clientId } = await tyk.clients.create({
    secret: clientSecret,
    api_id: "orders",
    policy_id: "gold",
    redirect_uri: `${shop.origin}/callback`,
    description: "The shop",
  });
  const endpoints = await tyk.apis.endpoints({ apiId: "orders" });
  shop.handle(createShop({ origin: shop.origin, endpoints, clientId, clientSecret }));
  const signingKey = crypto.randomUUID() + crypto.randomUUID();
  login.handle(
    createLoginSite({ tyk, origin: login.origin, apiId: "orders", signingKey, sharedSecret }),
  );
  return {
    gateway,
    tyk,
    gatewayUrl: server.url,
    loginUrl: login.origin,
    shopUrl: shop.origin,
    close: async () => {
      await Promise.all([shop.close(), login.close(), server.close()]);
    },
  };
}

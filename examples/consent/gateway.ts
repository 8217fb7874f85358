// The gateway of the example: the embedded one, which runs in this process. With a real gateway you need nothing of this file.
import { createGateway } from "@tyk-oauth/sdk/testing";
import type { Gateway, ListeningGateway } from "@tyk-oauth/sdk/testing";

export interface ExampleGateway {
  readonly gateway: Gateway;
  readonly server: ListeningGateway;
}

/** Starts a gateway with the API `orders`, whose login page is the consent page. */
export async function startGateway(
  loginOrigin: string,
  sharedSecret: string,
): Promise<ExampleGateway> {
  const gateway = createGateway({
    apis: [
      {
        api_id: "orders",
        auth_login_redirect: `${loginOrigin}/consent/orders`,
        notifications: {
          shared_secret: sharedSecret,
          oauth_on_keychange_url: `${loginOrigin}/notifications`,
        },
      },
    ],
    policies: { gold: ["orders"] },
    // With this function a revoked token is refused at once.
    hashKeyFunction: "murmur64",
    listHashedKeys: true,
    upstream: () => Response.json({ orders: ["1 bicycle", "2 lamps"] }),
  });
  const server = await gateway.listen({ onRequest: createPoster(gateway) });
  return { gateway, server };
}

/** A real gateway posts its notifications itself. The embedded one only lists them. */
function createPoster(gateway: Gateway): () => void {
  let posted = 0;
  return () => {
    const next = gateway.notifications.slice(posted);
    posted += next.length;
    for (const { url, method, headers, body } of next)
      fetch(url, { method, headers, body: JSON.stringify(body) }).then(
        ({ status }) => {
          if (status !== 200) console.error(`a notification was answered with ${status}`);
        },
        () => {
          console.error("a notification could not be posted");
        },
      );
  };
}

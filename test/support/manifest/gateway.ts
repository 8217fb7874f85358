import { createGateway } from "../../../src/testing/index.ts";
import type { Gateway, GatewayOptions } from "../../../src/testing/index.ts";
import type { OAuthClient, TykOAuth } from "../../../src/index.ts";

/** The fixed secret of the gateway, so that all tests share the derived key. */
export const gatewaySecret = "canary-secret-of-the-gateway";

/** A gateway with three OAuth APIs and two policies, whose clock stands still and which refuses a removed token at once. */
export function createFleetGateway(options: GatewayOptions = {}): {
  readonly gateway: Gateway;
  readonly tyk: TykOAuth;
} {
  const apis = ["orders", "billing", "vault"];
  const gateway = createGateway({
    secret: gatewaySecret,
    now: Date.UTC(2030, 0, 1),
    hashKeyFunction: "murmur64",
    listHashedKeys: true,
    apis,
    policies: { gold: apis, silver: apis, narrow: ["orders"] },
    ...options,
  });
  // Without retries, so that each fault has an effect.
  return { gateway, tyk: gateway.client({ maxRetries: 0 }) };
}

/** Reads all clients without the SDK's methods, by API and id. */
export async function readFleet(
  { raw }: TykOAuth,
  apiIds: readonly string[] = ["orders", "billing", "vault"],
): Promise<Readonly<Record<string, Readonly<Record<string, OAuthClient>>>>> {
  const fleet: Record<string, Record<string, OAuthClient>> = {};
  for (const apiID of apiIds) {
    const clients = await raw.listOAuthClients({ path: { apiID } });
    fleet[apiID] = Object.fromEntries(
      clients
        .sort((one, other) => (one.client_id < other.client_id ? -1 : 1))
        .map((client) => [client.client_id, client]),
    );
  }
  return fleet;
}

/** Issues an access token with client credentials. */
export async function issueToken(
  gateway: Gateway,
  apiId: string,
  clientId: string,
  secret: string,
): Promise<string> {
  const response = await gateway.fetch(`${gateway.url}/${apiId}/oauth/token/`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${clientId}:${secret}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  const { access_token } = (await response.json()) as { readonly access_token?: string };
  if (access_token === undefined) throw new Error("no token was issued");
  return access_token;
}

/** Returns the status with which an API responds to a token. */
export async function statusOf(gateway: Gateway, apiId: string, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  return (await gateway.fetch(`${gateway.url}/${apiId}/x`, { headers })).status;
}

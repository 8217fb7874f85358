import { isTykError, TykOAuth } from "@tyk-oauth/sdk";
import type { ClientRef } from "@tyk-oauth/sdk";
import { createGateway } from "@tyk-oauth/sdk/testing";
import type { Gateway, GatewayOptions } from "@tyk-oauth/sdk/testing";
import { afterEach, expect } from "vitest";
import { run } from "./script.ts";
import type { Ended, ScriptOptions } from "./script.ts";
import { leaks, secretsInRequests } from "./secrets.ts";

const gatewaySecret = "planted-secret-of-the-gateway";
/** The secret of the fixture's client. It must never be printed. */
export const clientSecret = "planted-secret-of-the-client";
export const orders: ClientRef = { apiId: "orders", clientId: "shop-web" };
export const billing: ClientRef = { apiId: "billing", clientId: "shop-web" };

/** A gateway over real HTTP, with a client on both of its APIs, and three tokens on the first API. */
export interface Fixture {
  readonly gateway: Gateway;
  readonly tyk: TykOAuth;
  readonly env: Record<string, string>;
  /** The responses of the token endpoint. */
  readonly tokens: Readonly<Record<"access_token" | "refresh_token", string>>[];
  /** Runs an example, and checks that it printed no secret. */
  readonly example: (
    name: string,
    args?: readonly string[],
    more?: Omit<ScriptOptions, "env">,
  ) => Promise<Ended>;
  /** Calls the API with a token, and returns the status. */
  readonly call: (token: string) => Promise<number>;
}

const open: (() => Promise<void>)[] = [];

/** Sets up the fixture. Its server is closed after the test. */
export async function setUpFixture(options: GatewayOptions = {}): Promise<Fixture> {
  const gateway = createGateway({ secret: gatewaySecret, hashKeyFunction: "murmur64", ...options });
  const server = await gateway.listen({ port: 0 });
  open.push(() => server.close());
  const tyk = new TykOAuth({ baseUrl: gateway.url, secret: gatewaySecret, fetch: gateway.fetch });
  await tyk.clients.create({
    client_id: orders.clientId,
    secret: clientSecret,
    policy_id: "gold",
    redirect_uri: "https://shop.example/cb",
    description: "Shop <web> front",
    meta_data: { team: "storefront" },
  });
  const tokens: Fixture["tokens"] = [];
  for (let count = 0; count < 3; count += 1) {
    tokens.push(await issueToken(tyk));
    gateway.advance(1_000);
  }
  const env = { TYK_GATEWAY_URL: server.url, TYK_GATEWAY_SECRET: gatewaySecret };
  const issued = tokens.flatMap(({ access_token, refresh_token }) => [access_token, refresh_token]);
  return {
    gateway,
    tyk,
    env,
    tokens,
    example: async (name, args, more) => {
      const ended = await run(`examples/${name}`, args, { env, ...more });
      const secrets = [
        ...secretsInRequests(gateway),
        ...issued,
        clientSecret,
        ...(await storedSecrets(tyk)),
      ];
      expect(leaks(ended.output, secrets)).toEqual([]);
      return ended;
    },
    call: async (token) => {
      return (await gateway.fetch(`${gateway.url}/orders/`, bearer(token))).status;
    },
  };
}

/** Returns a request with a token. */
export function bearer(token: string): RequestInit {
  return { headers: { authorization: `Bearer ${token}` } };
}

/** Issues a token by the code flow, for a user if one is named. */
export async function issueToken(
  tyk: TykOAuth,
  ref: ClientRef = orders,
  userId?: string,
): Promise<Fixture["tokens"][number]> {
  const redirectUri = "https://shop.example/cb";
  const user = userId === undefined ? {} : { userId };
  const { code = "" } = await tyk.clients.authorize(ref, { redirectUri, ...user });
  const response = await tyk.raw.oauthToken(
    {
      path: { listenPath: `/${ref.apiId}/` },
      body: { grant_type: "authorization_code", code, redirect_uri: redirectUri },
    },
    { headers: { authorization: `Basic ${btoa(`${orders.clientId}:${clientSecret}`)}` } },
  );
  return { access_token: response.access_token, refresh_token: response.refresh_token ?? "" };
}

/** Returns the current secrets of all clients. */
async function storedSecrets(tyk: TykOAuth): Promise<string[]> {
  const lists = ["orders", "billing"].map(async (apiId) => {
    try {
      return await tyk.clients.list({ apiId });
    } catch (error) {
      // The test broke the index on purpose.
      if (isTykError(error) && error.code === "incomplete") return [];
      throw error;
    }
  });
  return (await Promise.all(lists)).flat().map(({ secret }) => secret);
}

/** Returns an address of this machine that refuses connections. */
export async function closedUrl(): Promise<string> {
  const server = await createGateway().listen({ port: 0 });
  await server.close();
  return server.url;
}

/** Tells whether an API has the client. */
export async function exists(tyk: TykOAuth, ref: ClientRef): Promise<boolean> {
  return (await tyk.clients.listApis({ clientId: ref.clientId })).includes(ref.apiId);
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

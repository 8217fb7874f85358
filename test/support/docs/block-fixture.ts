import { inspect } from "node:util";
import type { ClientRef, TokenRequest, TokenResponse, TykOAuth } from "@tyk-oauth/sdk";
import { createGateway } from "@tyk-oauth/sdk/testing";
import type { Gateway, GatewayOptions } from "@tyk-oauth/sdk/testing";
import { vi } from "vitest";

/** The address of the gateway in the documents. */
export const documentedUrl = "https://gateway.example:8080";
/** The address of the control API if it is apart from the APIs. */
export const documentedControlUrl = "https://control.example:8080";
/** Secrets that must never be printed. */
export const gatewaySecret = "planted-secret-of-the-gateway";
export const clientSecret = "planted-secret-of-the-client";

/** A client that exists when a block starts. */
export const ref: ClientRef = { apiId: "orders", clientId: "shop-web" };
export const redirectUri = "https://shop.example/cb";
/** What a reader would have: a vault, metrics, and a place to store secrets. */
export const vault = {
  read: (path: string): Promise<string> =>
    path === "" ? Promise.reject(new Error("no path")) : Promise.resolve(gatewaySecret),
};
export const metrics: { time(name: string, ms: number): void } = { time: () => undefined };
export const store = (secret: string): Promise<void> =>
  secret === "" ? Promise.reject(new Error("there is no secret")) : Promise.resolve();

/** The client that a block uses if it creates none. */
export let tyk: TykOAuth;

const policies = { gold: ["orders", "billing"], silver: ["orders", "billing"] };

/** Sets up a gateway with the client on it, at the documented address and in the environment. */
export async function setUpFixture(options: GatewayOptions = { policies }): Promise<Gateway> {
  const gateway = createGateway({ secret: gatewaySecret, ...options });
  const realFetch = globalThis.fetch;
  vi.stubGlobal("fetch", (input: string | URL | Request, init?: RequestInit) => {
    if (typeof input !== "string" || !/^https:\/\/\w+\.example\b/.test(input))
      return realFetch(input, init);
    const { url, controlUrl } = gateway;
    const target = input.replace(documentedUrl, url).replace(documentedControlUrl, controlUrl);
    return gateway.fetch(target, init);
  });
  vi.stubEnv("TYK_GATEWAY_URL", documentedUrl);
  vi.stubEnv("TYK_GATEWAY_SECRET", gatewaySecret);
  // Its waits move the gateway's clock instead.
  tyk = gateway.client({
    baseUrl: options.separateControl === true ? documentedControlUrl : documentedUrl,
    apiBaseUrl: documentedUrl,
    fetch: (url, init) => fetch(url, init),
  });
  await tyk.clients.create({
    client_id: ref.clientId,
    secret: clientSecret,
    policy_id: "gold",
    redirect_uri: redirectUri,
    description: "Shop web front",
  });
  return gateway;
}

/** Sends a request to the token endpoint of an API, with the client's own credentials. */
export function requestToken(body: TokenRequest, listenPath = "/orders/"): Promise<TokenResponse> {
  const authorization = `Basic ${btoa(`${ref.clientId}:${clientSecret}`)}`;
  return tyk.raw.oauthToken({ path: { listenPath }, body }, { headers: { authorization } });
}

/** Issues a token of the client by its own credentials, and returns it. */
export async function issueToken(listenPath?: string): Promise<string> {
  const { access_token } = await requestToken({ grant_type: "client_credentials" }, listenPath);
  return access_token;
}

/** Records what the console prints, line by line. */
export function captureConsole(): string[] {
  const printed: string[] = [];
  for (const name of ["log", "error", "warn", "info"] as const) {
    vi.spyOn(console, name).mockImplementation((...values: unknown[]) => {
      const texts = values.map((value) => (typeof value === "string" ? value : inspect(value)));
      printed.push(texts.join(" "));
    });
  }
  return printed;
}

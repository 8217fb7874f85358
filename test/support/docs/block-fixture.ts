import { inspect } from "node:util";
import { TykOAuth } from "@tyk-oauth/sdk";
import type { ClientRef } from "@tyk-oauth/sdk";
import { createGateway } from "@tyk-oauth/sdk/testing";
import type { Gateway } from "@tyk-oauth/sdk/testing";
import { vi } from "vitest";
import { sessionCacheWaitMs } from "./waits.ts";

/** The address of the gateway in the documents. */
export const documentedUrl = "https://gateway.example:8080";
/** Secrets that must never be printed. */
export const gatewaySecret = "planted-secret-of-the-gateway";
export const clientSecret = "planted-secret-of-the-client";

/** A client that exists when a block starts. */
export const ref: ClientRef = { apiId: "orders", clientId: "shop-web" };
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

/** Sets up a gateway with the client on it, at the documented address and in the environment. */
export async function setUpFixture(): Promise<Gateway> {
  const policies = { gold: ["orders", "billing"], silver: ["orders", "billing"] };
  const gateway = createGateway({ secret: gatewaySecret, policies });
  const realFetch = globalThis.fetch;
  vi.stubGlobal("fetch", (input: string | URL | Request, init?: RequestInit) => {
    const url = typeof input === "string" ? input : undefined;
    if (url?.startsWith(documentedUrl) !== true) return realFetch(input, init);
    return gateway.fetch(url.replace(documentedUrl, gateway.url), init);
  });
  // The wait for the gateway's session cache moves the gateway's clock instead.
  const realSetTimeout = globalThis.setTimeout;
  vi.stubGlobal("setTimeout", (run: () => void, ms?: number) => {
    if (ms !== sessionCacheWaitMs) return realSetTimeout(run, ms);
    gateway.advance(ms);
    return realSetTimeout(run, 0);
  });
  vi.stubEnv("TYK_GATEWAY_URL", documentedUrl);
  vi.stubEnv("TYK_GATEWAY_SECRET", gatewaySecret);
  tyk = TykOAuth.fromEnv();
  await tyk.clients.create({
    client_id: ref.clientId,
    secret: clientSecret,
    policy_id: "gold",
    redirect_uri: "https://shop.example/cb",
    description: "Shop web front",
  });
  return gateway;
}

/** Issues a token of the client by its own credentials, and returns it. */
export async function issueToken(): Promise<string> {
  const authorization = `Basic ${btoa(`${ref.clientId}:${clientSecret}`)}`;
  const { access_token } = await tyk.raw.oauthToken(
    { path: { listenPath: "/orders/" }, body: { grant_type: "client_credentials" } },
    { headers: { authorization } },
  );
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

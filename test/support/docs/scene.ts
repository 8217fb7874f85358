import { inspect } from "node:util";
import { TykOAuth } from "@tyk-oauth/sdk";
import type { ClientRef } from "@tyk-oauth/sdk";
import { createGateway } from "@tyk-oauth/sdk/testing";
import type { Gateway } from "@tyk-oauth/sdk/testing";
import { vi } from "vitest";
import { sessionCacheWaitMs } from "./waits.ts";

/** Where the documents' gateway is. */
export const documentedUrl = "https://gateway.example:8080";
/** What must never be printed. */
export const gatewaySecret = "planted-secret-of-the-gateway";
export const clientSecret = "planted-secret-of-the-client";

/** A client that is there when a block begins. */
export const ref: ClientRef = { apiId: "orders", clientId: "shop-web" };
/** What a block may use of the reader's own. */
export const vault = {
  read: (path: string): Promise<string> =>
    path === "" ? Promise.reject(new Error("no path")) : Promise.resolve(gatewaySecret),
};
export const metrics: { time(name: string, ms: number): void } = { time: () => undefined };
export const store = (secret: string): Promise<void> =>
  secret === "" ? Promise.reject(new Error("there is no secret")) : Promise.resolve();

/** The client of the gateway, where a block does not make its own. */
export let tyk: TykOAuth;

/** Sets up a gateway with the client on it, at the documented address and in the environment. */
export async function setScene(): Promise<Gateway> {
  const gateway = createGateway({ secret: gatewaySecret });
  const realFetch = globalThis.fetch;
  vi.stubGlobal("fetch", (input: string | URL | Request, init?: RequestInit) => {
    const url = typeof input === "string" ? input : undefined;
    if (url?.startsWith(documentedUrl) !== true) return realFetch(input, init);
    return gateway.fetch(url.replace(documentedUrl, gateway.url), init);
  });
  // What waits out the gateway's session cache moves the gateway's clock on.
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

/** Keeps what a block prints, as the console would print it. */
export function listen(): string[] {
  const printed: string[] = [];
  for (const name of ["log", "error", "warn", "info"] as const) {
    vi.spyOn(console, name).mockImplementation((...values: unknown[]) => {
      const words = values.map((value) => (typeof value === "string" ? value : inspect(value)));
      printed.push(words.join(" "));
    });
  }
  return printed;
}

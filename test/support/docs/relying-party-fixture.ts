import type { ApiEndpoints, TykOAuth } from "@tyk-oauth/sdk";
import { onTestFinished, vi } from "vitest";
import { documentedUrl, setUpFixture, tyk as shared } from "./block-fixture.ts";

/** An id and a secret of letters and digits: those that the package generates. */
export const generatedId = "5f3c0a9e";
export const clientSecret = "0c7be1d2f94a4c55";
export const redirectUri = "https://shop.example/cb";
export const state = "state-of-the-session";

export let tyk: TykOAuth;
export let endpoints: ApiEndpoints;

/**
 * Opens the login as a browser does, signs a user in as a consent page does, and returns the URL at which the browser comes back.
 */
export async function openInBrowser(loginUrl: URL): Promise<URL> {
  const { status, headers } = await fetch(loginUrl.href, { redirect: "manual" });
  if (status !== 307) throw new Error(`the gateway refused the login with ${status}`);
  const query = new URL(headers.get("location") ?? "").searchParams;
  const client = { apiId: "orders", clientId: query.get("client_id") ?? "" };
  const { redirect_to } = await tyk.clients.authorize(client, {
    redirectUri: query.get("redirect_uri") ?? "",
    state: query.get("state") ?? undefined,
    userId: "u1",
  });
  return new URL(redirect_to ?? "");
}

/**
 * Serves the gateway over HTTP, at the documented address, with the clients of docs/oauth-libraries.md. A library then sends its
 * requests as it does to a real gateway.
 */
export async function setUpRelyingParty(): Promise<void> {
  const realFetch = globalThis.fetch;
  const gateway = await setUpFixture();
  const server = await gateway.listen({ port: 0 });
  onTestFinished(() => server.close());
  vi.stubGlobal("fetch", (url: string, init?: RequestInit) =>
    realFetch(url.replace(documentedUrl, server.url), init),
  );
  tyk = shared;
  for (const client_id of ["shop-web", generatedId])
    await tyk.clients.create(
      { client_id, secret: clientSecret, policy_id: "gold", redirect_uri: redirectUri },
      { ifExists: "replace" },
    );
  endpoints = await tyk.apis.endpoints({ apiId: "orders" });
}

import { describe, expect, test } from "vitest";
import type { TykOAuth, TykOAuthOptions } from "../../../src/index.ts";
import { createGateway } from "../../../src/testing/index.ts";
import { newClient } from "../../support/client/client.ts";
import { networkError } from "../../support/network/fake-fetch.ts";
import { failure } from "../../support/util/failure.ts";

const ref = { apiId: "orders", clientId: "c1" };
const redirect_uri = "https://shop.example/cb";

/** A client whose `fetch` rejects or responds in the same way each time. */
function failing(result: () => Response | Error, options: Partial<TykOAuthOptions> = {}): TykOAuth {
  const fetch = (): Promise<Response> => {
    const one = result();
    return one instanceof Error ? Promise.reject(one) : Promise.resolve(one);
  };
  return newClient({ fetch, maxRetries: 0, ...options });
}

const refusal = (status: number, message: string) => (): Response =>
  Response.json({ status: "error", message }, { status });

describe("an error of a method", () => {
  test("names the host and the option if nothing listens", async () => {
    const tyk = failing(() => networkError("ECONNREFUSED"));
    expect((await failure(tyk.clients.list({ apiId: "orders" }))).message).toBe(
      "clients.list: the connection failed (ECONNREFUSED). Nothing listens on gateway.example:8080: check baseUrl, and whether the gateway runs [listOAuthClients; API orders]",
    );
    expect(
      (await failure(tyk.raw.getOAuthClient({ path: { apiID: "a", keyName: "b" } }))).message,
    ).toBe(
      "getOAuthClient: the connection failed (ECONNREFUSED). Nothing listens on gateway.example:8080: check baseUrl, and whether the gateway runs [client b; API a]",
    );
  });

  test("names the default port too", async () => {
    const tyk = failing(() => networkError("ENOTFOUND"), { baseUrl: "https://tyk.example/prefix" });
    expect((await failure(tyk.apis.list())).message).toBe(
      "apis.list: the connection failed (ENOTFOUND). The host of tyk.example:443 does not resolve: check baseUrl [listApis]",
    );
  });

  test("names the address of the APIs if the request went there", async () => {
    const tyk = failing(() => networkError("ECONNREFUSED"), { apiBaseUrl: "https://apis.example" });
    const call = tyk.raw.oauthToken({
      path: { listenPath: "/a/" },
      body: { grant_type: "client_credentials" },
    });
    expect((await failure(call)).message).toMatch(
      /Nothing listens on apis\.example:443: check apiBaseUrl,/,
    );
  });

  test.each([
    [404, "Policy not found", "policies.list shows the gateway's policies"],
    [404, "API not found", "apis.list shows the gateway's APIs"],
    [500, "Failure in storing client data.", "Check the gateway's Redis, and call again"],
    [
      429,
      "",
      "Wait and call again: a proxy in front of the gateway on gateway.example:8080 limits requests",
    ],
    [
      403,
      "Attempted administrative access with invalid or missing key!",
      "Check secret: it must be the secret in the configuration of the gateway on gateway.example:8080",
    ],
  ])("says what to do after %i %s", async (status, message, step) => {
    const error = await failure(
      failing(refusal(status, message)).policies.get({ policyId: "gold" }),
    );
    expect(error.message).toContain(`. ${step} [getPolicy; policy gold]`);
  });

  test("says which timeout passed", async () => {
    const fetch = (): Promise<Response> => new Promise(() => undefined);
    const tyk = newClient({ fetch, maxRetries: 0 });
    const limits = { timeoutMs: 20, totalTimeoutMs: 30_000 };
    expect((await failure(tyk.clients.get(ref, limits))).message).toMatch(/or raise timeoutMs \[/);
    expect((await failure(tyk.clients.get(ref, { totalTimeoutMs: 20 }))).message).toMatch(
      /or raise totalTimeoutMs \[/,
    );
    expect((await failure(tyk.clients.get(ref, { deadlineMs: 20 }))).message).toMatch(
      /or raise deadlineMs \[/,
    );
  });

  test.each([
    "https://gateway.example/tyk",
    "https://gateway.example/tyk/",
    "https://gateway.example/tyk/oauth/clients",
  ])("says that %s has the path of the API", async (baseUrl) => {
    const tyk = failing(() => new Response("404 page not found\n", { status: 404 }), { baseUrl });
    expect((await failure(tyk.clients.list({ apiId: "orders" }))).message).toContain(
      "baseUrl must not end with /tyk or another path of the gateway's API",
    );
  });

  test("names the policy or the API that a create did not find", async () => {
    const gateway = createGateway();
    const wrong = { client_id: "shop", redirect_uri };
    const noApi = await failure(gateway.client().clients.create({ ...wrong, api_id: "nope" }));
    expect(noApi.message).toBe(
      "clients.create: not found (404: API not found). apis.list shows the gateway's APIs [getApi; client shop; API nope]",
    );
    const noPolicy = await failure(
      gateway.client().clients.create({ ...wrong, api_id: "orders", policy_id: "nope" }),
    );
    expect(noPolicy.message).toMatch(
      /^clients\.create: not found \(404: Policy not found\).* \[getPolicy; client shop; API orders; policy nope\]$/,
    );
  });

  test("names the API on which a request failed, if the method found it itself", async () => {
    const gateway = createGateway();
    gateway.fail({ path: "/tyk/oauth/clients/billing" }, { status: 500 }, Infinity);
    const clients = gateway.client({ maxRetries: 0 }).clients.iterateAll();
    expect((await failure(clients.toArray({ limit: 9 }))).message).toMatch(
      /^clients\.iterateAll: the server failed \(500\).* \[listOAuthClients; API billing\]$/,
    );
  });

  test("of revokeAll says why nothing is proved", async () => {
    const tyk = createGateway().client();
    await tyk.clients.create({ api_id: "orders", client_id: "shop", redirect_uri });
    const error = await failure(tyk.tokens.revokeAll({ apiId: "orders", clientId: "shop" }));
    expect(error.message).toMatch(
      /^tokens\.revokeAll: it is not proved that all tokens are gone: the gateway does not list hashed keys \(enable_hashed_keys_listing is off\), so tokens that dropped off the list may be alive \(orders\)\. .+ifUnproved: "report"/,
    );
  });
});

describe("the token endpoint", () => {
  const input = {
    path: { listenPath: "/orders/" },
    body: { grant_type: "client_credentials" as const },
  };

  test("without credentials says how to pass them, with the gateway's description", async () => {
    const error = await failure(createGateway().client().raw.oauthToken(input));
    expect(error.message).toMatch(
      /^oauthToken: the gateway refused: invalid_request \(The request is missing a required parameter.+\)\. Pass the client's credentials in options\.headers/,
    );
  });

  test("with a description that the gateway is not known to send does not show it", async () => {
    const tyk = failing(() =>
      Response.json({ error: "invalid_request", error_description: "s3cret" }, { status: 403 }),
    );
    expect((await failure(tyk.raw.oauthToken(input))).message).not.toContain("s3cret");
  });
});

import { describe, expect, test } from "vitest";
import type { TykOAuth, TykOAuthOptions } from "../../../src/index.ts";
import { any } from "../../support/client/expect-refused.ts";
import { leaks } from "../../support/secrets/leaks.ts";
import { newClient } from "../../support/client/client.ts";
import { failure } from "../../support/util/failure.ts";
import { causeChain } from "../../support/util/cause-chain.ts";
import { markers } from "../../support/secrets/markers.ts";
import { watchedClient } from "../../support/secrets/watched-client.ts";

describe("wrong input", () => {
  const ref = { apiId: "orders", clientId: "b" };
  const redirect_uri = "https://a.example/cb";
  const wrong: Record<string, (tyk: TykOAuth) => Promise<unknown>> = {
    "a refresh token with a slash": (tyk) =>
      tyk.tokens.revoke({ apiId: "orders", refreshToken: `${markers.refresh}/` }),
    "a listed code with a newline": (tyk) =>
      tyk.tokens.revoke({ apiId: "orders", listedCode: `${markers.token}\n` }),
    "a token and a refresh token": (tyk) =>
      tyk.tokens.revoke(any({ token: markers.token, refreshToken: markers.refresh })),
    "a header that no header can carry": (tyk) =>
      tyk.gateway.info({ headers: { "x-a": `${markers.header}\r\n` } }),
    "a header that is not a string": (tyk) =>
      tyk.gateway.info({ headers: any({ "x-a": [markers.header] }) }),
    "a header that the SDK sets": (tyk) =>
      tyk.gateway.info({ headers: { "x-tyk-authorization": markers.admin } }),
    "metadata in place of a string": (tyk) =>
      tyk.clients.create({ api_id: "a", description: any({ a: markers.metadata }) }),
    "a secret that is not a string": (tyk) =>
      tyk.clients.create({ api_id: "a", secret: any([markers.client]) }),
    "key rules that are a string": (tyk) =>
      tyk.clients.authorize(
        { apiId: "a", clientId: "b" },
        any({ redirectUri: "https://a.example", keyRules: markers.rules }),
      ),
    "key rules without policies": (tyk) =>
      tyk.clients.authorize(
        { apiId: "a", clientId: "b" },
        any({ redirectUri: "https://a.example", keyRules: { org_id: markers.rules } }),
      ),
    "a state that is not a string": (tyk) =>
      tyk.clients.authorize(
        { apiId: "a", clientId: "b" },
        any({ redirectUri: "https://a.example", state: [markers.state] }),
      ),
    "a circular body": (tyk) => {
      const meta_data: Record<string, unknown> = { a: markers.metadata };
      meta_data["self"] = meta_data;
      return tyk.clients.create({ api_id: "a", redirect_uri, meta_data });
    },
    "metadata that is not an object": (tyk) =>
      tyk.clients.create({ api_id: "a", redirect_uri, meta_data: [markers.metadata] }),
    "a patch that is a string": (tyk) => tyk.clients.update(ref, any(markers.metadata)),
    "a redirect URI with a secret in it": (tyk) =>
      tyk.clients.replace(ref, { redirect_uri: `https://a.example/#${markers.token}` }),
    "a secret with a space": (tyk) =>
      tyk.clients.rotateSecret(ref, { secret: `${markers.client} ` }),
    "a cut-off's secret that is not a string": (tyk) =>
      tyk.clients.cutOff({ clientId: "b" }, { secret: any([markers.client]) }),
    "an object in place of the stage function": (tyk) =>
      tyk.clients.rotateSecret(ref, { stage: any({ token: markers.client }) }),
    "a user id that is not a string": (tyk) =>
      tyk.clients.authorize(
        ref,
        any({ redirectUri: "https://a.example", userId: [markers.rules] }),
      ),
    "a token with a slash": (tyk) =>
      tyk.tokens.inspect({ apiId: "orders", token: `${markers.token}/` }),
    "a search that is a string": (tyk) =>
      tyk.tokens.find({ apiId: "orders", where: any(markers.rules) }),
    "a hint that is not a string": (tyk) =>
      tyk.tokens.revoke({
        clientId: "a",
        token: markers.token,
        tokenTypeHint: any([markers.token]),
      }),
    "a key with a slash": (tyk) => tyk.raw.getKey({ path: { keyID: `${markers.filter}/` } }),
    "a signal of a wrong type": (tyk) => tyk.gateway.info({ signal: any({ a: markers.header }) }),
  };

  test.each(Object.entries(wrong))("%s is not quoted", async (_, call) => {
    const { tyk, told } = watchedClient({ fetch: () => Promise.reject(new Error("unexpected")) });
    const error = await failure(call(tyk));
    expect(error.code).toBe("input");
    expect(leaks(markers, ...causeChain(error), told)).toEqual([]);
  });

  test.each([
    ["a secret with a newline", { secret: `${markers.admin}\nx` }],
    ["credentials in the URL", { baseUrl: `https://user:${markers.admin}@gateway.example` }],
    ["a query in the URL", { baseUrl: `https://gateway.example/?${markers.admin}` }],
    ["a secret in the place of the URL", { baseUrl: markers.admin }],
    ["credentials in the APIs' URL", { apiBaseUrl: `https://${markers.admin}@gateway.example` }],
    [
      "a header that no header can carry",
      { headers: { authorization: `${markers.header}\u0000` } },
    ],
    ["a secret in a list", { secret: [markers.admin] as unknown as string }],
  ])("%s is not quoted by the constructor", async (_, options: Partial<TykOAuthOptions>) => {
    const error = await failure(Promise.resolve().then(() => newClient(options)));
    expect(error.code).toBe("config");
    expect(leaks(markers, ...causeChain(error))).toEqual([]);
  });
});

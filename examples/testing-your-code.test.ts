// How to test code of your own that uses the SDK, with vitest and the embedded gateway: nothing to install or to start, and
// nothing leaves the process. The code here is support/onboarding.ts.
import { TykOAuth } from "@tyk-oauth/sdk";
import { createGateway } from "@tyk-oauth/sdk/testing";
import { beforeEach, describe, expect, test } from "vitest";
import { onboard } from "./support/onboarding.ts";

const gateway = createGateway({ apis: ["orders"], policies: { gold: ["orders"] } });
const { url: baseUrl, secret, fetch } = gateway;
const tyk = new TykOAuth({ baseUrl, secret, fetch });

beforeEach(() => {
  gateway.reset();
});

describe("onboarding a shop", () => {
  test("makes a client", async () => {
    const made = await onboard(tyk, "toys");

    const stored = await tyk.clients.get({ apiId: "orders", clientId: "shop-toys" });
    expect(stored).toEqual(made);
  });

  test("finds the client where the answer is lost", async () => {
    gateway.fail({ operation: "createOAuthClient" }, "applied-then-drop");

    const { redirect_uri } = await onboard(tyk, "toys");

    expect(redirect_uri).toBe("https://toys.example/cb");
    const made = gateway.requests.filter(({ operation }) => operation === "createOAuthClient");
    expect(made).toHaveLength(1);
  });

  test("fails where nothing was made", async () => {
    gateway.fail({ operation: "createOAuthClient" }, "drop");

    await expect(onboard(tyk, "toys")).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("time", () => {
  test("a token lapses after an hour", async () => {
    const { client_id, secret: password } = await onboard(tyk, "toys");
    const authorization = `Basic ${btoa(`${client_id}:${password}`)}`;
    const { access_token } = await tyk.raw.oauthToken(
      { path: { listenPath: "/orders/" }, body: { grant_type: "client_credentials" } },
      { headers: { authorization } },
    );
    const call = async (): Promise<number> => {
      const headers = { authorization: `Bearer ${access_token}` };
      return (await gateway.fetch(`${gateway.url}/orders/`, { headers })).status;
    };

    expect(await call()).toBe(200);
    gateway.advance(3_601_000);
    expect(await call()).toBe(401);
  });
});

describe("versions", () => {
  test("an old gateway cannot purge", async () => {
    const old = createGateway({ version: "4.3.0" });
    const client = tyk.withOptions({ secret: old.secret, fetch: old.fetch });

    await expect(client.tokens.purgeLapsed()).rejects.toMatchObject({ code: "unsupported" });
  });
});

// Shows how to test your own code that uses the SDK, with vitest and the embedded gateway. You need no server, and no request leaves
// the process. The tested code is support/onboarding.ts.
import { createGateway } from "@tyk-oauth/sdk/testing";
import { beforeEach, describe, expect, test } from "vitest";
import { onboard } from "./support/onboarding.ts";

const gateway = createGateway({ apis: ["orders"], policies: { gold: ["orders"] } });
const tyk = gateway.client(); // waits of this client advance the gateway's clock

beforeEach(() => {
  gateway.reset();
});

describe("onboarding a shop", () => {
  test("creates a client", async () => {
    const created = await onboard(tyk, "toys");

    const stored = await tyk.clients.get({ apiId: "orders", clientId: "shop-toys" });
    expect(stored).toEqual(created);
  });

  test("returns an existing client", async () => {
    const created = await onboard(tyk, "toys");

    expect(await onboard(tyk, "toys")).toEqual(created);
  });

  test("does not change a different client", async () => {
    const other = { client_id: "shop-toys", api_id: "orders", policy_id: "gold" };
    await tyk.clients.create({ ...other, redirect_uri: "https://other.example/cb" });

    await expect(onboard(tyk, "toys")).rejects.toThrow("already exists, but differs");
  });

  test("creates one client if the response is lost", async () => {
    gateway.fail({ operation: "createOAuthClient" }, "applied-then-drop");

    await onboard(tyk, "toys");

    expect(await tyk.clients.list({ apiId: "orders" })).toHaveLength(1);
  });

  test("fails if nothing was created", async () => {
    gateway.fail({ operation: "createOAuthClient" }, "drop", Infinity);

    const failed = onboard(tyk, "toys");

    await expect(failed).rejects.toMatchObject({ code: "connection", clientId: "shop-toys" });
  });
});

describe("time", () => {
  test("a token expires after an hour", async () => {
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
    const old = createGateway({ version: "4.3.0" }).client();

    await expect(old.tokens.purgeLapsed()).rejects.toMatchObject({ code: "unsupported" });
  });
});

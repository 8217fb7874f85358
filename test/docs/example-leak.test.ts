import type { CutOffReport } from "@tyk-oauth/sdk";
import { describe, expect, test } from "vitest";
import {
  bearer,
  billing,
  clientSecret,
  issueToken,
  orders,
  setUpFixture,
} from "../support/docs/example-fixture.ts";

/** Returns the report, which is printed as JSON between the messages. */
function reportIn(output: string): CutOffReport {
  const json = /^\{$[\s\S]*^\}$/m.exec(output)?.[0] ?? "";
  return JSON.parse(json) as CutOffReport;
}

describe("revoke-leaked-client.ts", () => {
  const script = "revoke-leaked-client.ts";

  test("replaces the secrets, then ends the tokens, then proves it", async () => {
    const { example, call, tokens, tyk, gateway } = await setUpFixture({ listHashedKeys: true });
    const before = gateway.requests.length;
    const { exitCode, output } = await example(script, ["shop-web"]);

    expect(output).toContain("CUT OFF");
    expect(exitCode).toBe(0);
    const { secrets, apis } = reportIn(output);
    expect(secrets).toEqual([
      { apiId: "billing", secret: "replaced" },
      { apiId: "orders", secret: "replaced" },
    ]);
    expect(apis.map(({ apiId, state, ended }) => [apiId, state, ended])).toEqual([
      ["billing", "refused-at-api", 3],
      ["orders", "refused-at-api", 3],
    ]);
    for (const ref of [orders, billing]) {
      expect((await tyk.clients.get(ref)).secret).not.toBe(clientSecret);
    }
    for (const { access_token } of tokens) expect(await call(access_token)).toBe(403);
    const writes = gateway.requests
      .slice(before)
      .filter(({ method }) => method !== "GET")
      .map(({ operation }) => operation);
    expect(writes.slice(0, 2)).toEqual(["createOAuthClient", "createOAuthClient"]);
    expect(writes.slice(2)).toEqual([expect.stringMatching(/evokeAll/)]);
  });

  // The only test that really waits eleven seconds.
  test("waits for the session cache", async () => {
    const options = { listHashedKeys: true, hashKeyFunction: undefined };
    const { example, call, tokens } = await setUpFixture(options);
    const [{ access_token } = { access_token: "" }] = tokens;
    expect(await call(access_token)).toBe(200);

    const { exitCode, output } = await example(script, ["shop-web"], { waits: true });

    expect(output).toContain("waiting for 11 s ...");
    expect(exitCode).toBe(0);
    expect(await call(access_token)).toBe(403);
  });

  test("proves nothing if the gateway lists no keys", async () => {
    const { example, call, tokens, tyk } = await setUpFixture();
    const { exitCode, output } = await example(script, ["shop-web"]);

    expect(exitCode).toBe(1);
    expect(output).toContain("NOT PROVED");
    expect(output).toContain("set enable_hashed_keys_listing and run this again");
    expect(reportIn(output).apis.map(({ state }) => state)).toEqual(["unverified", "unverified"]);
    expect((await tyk.clients.get(orders)).secret).not.toBe(clientSecret);
    for (const { access_token } of tokens) expect(await call(access_token)).toBe(403);
  });

  test("continues if responses are lost", async () => {
    const { example, call, tokens, gateway } = await setUpFixture({ listHashedKeys: true });
    gateway.fail({ operation: "createOAuthClient" }, "applied-then-drop", 2);
    const { exitCode, output } = await example(script, ["shop-web"]);
    expect(output).toContain("CUT OFF");
    expect(exitCode).toBe(0);
    for (const { access_token } of tokens) expect(await call(access_token)).toBe(403);
  });

  test("continues with the other APIs if one fails, and says so", async () => {
    const { example, call, tokens, gateway } = await setUpFixture({ listHashedKeys: true });
    gateway.fail(
      ({ operation, body }) => operation === "createOAuthClient" && body.includes('"billing"'),
      { status: 500, body: "" },
    );
    const { exitCode, output } = await example(script, ["shop-web"]);
    expect(exitCode).toBe(1);
    expect(output).toContain("billing: the secret is unchanged (server)");
    expect(output).toContain("orders: the secret is replaced");
    expect(output).toContain("NOT PROVED");
    for (const { access_token } of tokens) expect(await call(access_token)).toBe(403);
  });

  test("also finds an API whose index is broken", async () => {
    const { example, tyk, gateway } = await setUpFixture({ listHashedKeys: true });
    const { access_token } = await issueToken(tyk, billing);
    const redirect_uri = "https://shop.example/cb";
    await tyk.clients.create({ client_id: "other", policy_id: "gold", redirect_uri });
    gateway.evictClient("billing", "other");
    gateway.advance(1_000);
    expect(await tyk.clients.listApis({ clientId: "shop-web" })).toEqual(["orders"]);

    const { exitCode, output } = await example(script, ["shop-web"]);

    expect(output).toContain("orders: the secret is replaced");
    expect(output).toContain("billing: the secret is replaced");
    expect(await gateway.fetch(`${gateway.url}/billing/`, bearer(access_token))).toMatchObject({
      status: 403,
    });
    expect(exitCode).toBe(0);
  });

  test("fails for an unknown client", async () => {
    const { example } = await setUpFixture();
    const unknown = await example(script, ["shop-wep"]);
    expect(unknown.exitCode).toBe(1);
    expect(unknown.output).toContain("no API has this client");
    expect(unknown.output).toContain("-: listApis applied");
  });
});

import type { CutOffReport } from "@tyk-oauth/sdk";
import { describe, expect, test } from "vitest";
import {
  bearer,
  billing,
  clientSecret,
  mint,
  orders,
  setScene,
} from "../support/docs/example-scene.ts";

/** The evidence, which is printed to standard output among the words for the one who waits. */
function evidenceIn(output: string): CutOffReport {
  const json = /^\{$[\s\S]*^\}$/m.exec(output)?.[0] ?? "";
  return JSON.parse(json) as CutOffReport;
}

describe("a client's secret has leaked", () => {
  const script = "revoke-leaked-client.ts";

  test("the secrets first, then the tokens, then the proof", async () => {
    const { example, call, tokens, tyk, gateway } = await setScene({ listHashedKeys: true });
    const before = gateway.requests.length;
    const { exitCode, output } = await example(script, ["shop-web"]);

    expect(output).toContain("CUT OFF");
    expect(exitCode).toBe(0);
    const { secrets, apis } = evidenceIn(output);
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

  // The only one that waits as long as it takes.
  test("waits out the session cache", { timeout: 120_000 }, async () => {
    const options = { listHashedKeys: true, hashKeyFunction: undefined };
    const { example, call, tokens } = await setScene(options);
    const [{ access_token } = { access_token: "" }] = tokens;
    expect(await call(access_token)).toBe(200);

    const { exitCode, output } = await example(script, ["shop-web"], { waits: true });

    expect(output).toContain("waiting for 11 s ...");
    expect(exitCode).toBe(0);
    expect(await call(access_token)).toBe(403);
  });

  test("no proof where the gateway lists no keys", async () => {
    const { example, call, tokens, tyk } = await setScene();
    const { exitCode, output } = await example(script, ["shop-web"]);

    expect(exitCode).toBe(1);
    expect(output).toContain("NOT PROVED");
    expect(output).toContain("set enable_hashed_keys_listing and run this again");
    expect(evidenceIn(output).apis.map(({ state }) => state)).toEqual(["unverified", "unverified"]);
    expect((await tyk.clients.get(orders)).secret).not.toBe(clientSecret);
    for (const { access_token } of tokens) expect(await call(access_token)).toBe(403);
  });

  test("goes on where answers are lost", async () => {
    const { example, call, tokens, gateway } = await setScene({ listHashedKeys: true });
    gateway.fail({ operation: "createOAuthClient" }, "applied-then-drop", 2);
    const { exitCode, output } = await example(script, ["shop-web"]);
    expect(output).toContain("CUT OFF");
    expect(exitCode).toBe(0);
    for (const { access_token } of tokens) expect(await call(access_token)).toBe(403);
  });

  test("does the other APIs where one fails, and says so", async () => {
    const { example, call, tokens, gateway } = await setScene({ listHashedKeys: true });
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

  test("reaches an API whose index is broken, too", async () => {
    const { example, tyk, gateway } = await setScene({ listHashedKeys: true });
    const { access_token } = await mint(tyk, billing);
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

  test("an unknown client is no success", async () => {
    const { example } = await setScene();
    const unknown = await example(script, ["shop-wep"]);
    expect(unknown.exitCode).toBe(1);
    expect(unknown.output).toContain("no API has this client");
    expect(unknown.output).toContain("-: listApis applied");
  });
});

import { describe, expect, test } from "vitest";
import { bearer, billing, clientSecret, mint, orders, setScene } from "./support/example-scene.ts";

describe("a client's secret has leaked", () => {
  const script = "revoke-leaked-client.ts";

  test("each API: the secret, then the tokens, then what is left", async () => {
    const { example, call, tokens, tyk, gateway } = await setScene();
    const before = gateway.requests.length;
    const { exitCode, output } = await example(script, ["shop-web"]);

    expect(exitCode).toBe(0);
    expect(output).toMatch(/^\d{4}-\S+Z orders: the secret is rotated$/m);
    expect(output).toContain("orders: 3 tokens were listed; the gateway says that all are revoked");
    expect(output).toContain("orders: 0 are still listed");
    expect(output).toContain("Done on 2 of 2 APIs.");
    for (const ref of [orders, billing]) {
      expect((await tyk.clients.get(ref)).secret).not.toBe(clientSecret);
    }
    for (const { access_token } of tokens) expect(await call(access_token)).toBe(403);
    const order = gateway.requests
      .slice(before)
      .map(({ operation }) => operation)
      .filter((operation) => operation === "rotateOAuthClient" || operation === "revokeAllTokens");
    expect(order).toEqual([
      "rotateOAuthClient",
      "revokeAllTokens",
      "rotateOAuthClient",
      "revokeAllTokens",
    ]);
  });

  test("goes on where an answer is lost, and where the list does not shrink", async () => {
    const { example, call, tokens, gateway } = await setScene({ tokenTtlSeconds: 7200 });
    gateway.fail({ operation: "rotateOAuthClient" }, "applied-then-drop", 2);
    const { exitCode, output } = await example(script, ["shop-web"]);
    expect(exitCode).toBe(0);
    expect(output).toContain("orders: 3 are still listed; of these 0 were alive");
    expect(output).toContain("Done on 2 of 2 APIs.");
    for (const { access_token } of tokens) expect(await call(access_token)).toBe(403);
  });

  test("does the other APIs where one fails, and says so", async () => {
    const { example, call, tokens, gateway } = await setScene();
    gateway.fail({ operation: "rotateOAuthClient", path: /billing/ }, { status: 500, body: "" });
    const { exitCode, output } = await example(script, ["shop-web"]);
    expect(exitCode).toBe(1);
    expect(output).toMatch(/billing: NOT DONE: TykServerError/);
    expect(output).toContain("Done on 1 of 2 APIs. Not done: billing.");
    for (const { access_token } of tokens) expect(await call(access_token)).toBe(403);
  });

  test("reaches an API whose index is broken, too", async () => {
    const { example, tyk, gateway } = await setScene();
    const { access_token } = await mint(tyk, billing);
    await tyk.clients.create({ client_id: "other", policy_id: "gold" });
    gateway.evictClient("billing", "other");
    gateway.advance(1_000);
    expect(await tyk.clients.listApis({ clientId: "shop-web" })).toEqual(["orders"]);

    const { exitCode, output } = await example(script, ["shop-web"]);

    expect(output).toContain("orders: the secret is rotated");
    expect(output).toContain("billing: the secret is rotated");
    expect(output).toContain(
      "billing: 1 are still listed; of these 1 were alive, and are removed now",
    );
    expect(await gateway.fetch(`${gateway.url}/billing/`, bearer(access_token))).toMatchObject({
      status: 403,
    });
    expect(exitCode).toBe(0);
  });

  test("an unknown client is no success", async () => {
    const { example } = await setScene();
    const unknown = await example(script, ["shop-wep"]);
    expect(unknown.exitCode).toBe(1);
    expect(unknown.output).toContain("shop-wep is on no API of this gateway");
  });
});

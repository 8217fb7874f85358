import { describe, expect, test } from "vitest";
import { clientSecret, mint, orders, setScene } from "./support/example-scene.ts";

describe("tokens", () => {
  test("list, iterate, page", async () => {
    const { example, tyk } = await setScene();
    const list = await example("tokens-list.ts", ["orders", "shop-web"]);
    expect(list.exitCode).toBe(0);
    expect(list.output).toMatch(/(^\[hidden, \d+ characters\] \d{4}-\S+Z\n){3}3 tokens\n$/m);

    const [{ code } = { code: "" }] = await tyk.tokens.list(orders);
    const found = await example("tokens-iterate.ts", ["orders", "shop-web", code]);
    expect(found).toEqual({ exitCode: 0, output: "listed\n" });
    const missing = await example("tokens-iterate.ts", ["orders", "shop-web", "none"]);
    expect(missing.output).toMatch(/^not listed/);

    const page = await example("tokens-page.ts", ["orders", "shop-web", "1"]);
    expect(page).toEqual({ exitCode: 0, output: "page 1 of 1: 3 tokens\n" });
    const wrong = await example("tokens-page.ts", ["orders", "shop-web", "0"]);
    expect(wrong.exitCode).toBe(1);
    expect(wrong.output).toContain("TykInputError");
  });

  test("revoke an access token and its refresh token", async () => {
    const { example, call, tokens, tyk } = await setScene();
    const [first, second] = tokens;
    const input = JSON.stringify(first);
    const { exitCode, output } = await example("tokens-revoke.ts", ["orders", "shop-web"], {
      input,
    });
    expect(exitCode).toBe(0);
    expect(output).toContain("access token: gone-from-storage\n");
    expect(output).toContain(
      "refresh token: unverified (the gateway says yes to any refresh token",
    );
    expect(output).not.toContain("dropped off the list");
    expect(await call(first?.access_token ?? "")).toBe(403);
    expect(await call(second?.access_token ?? "")).toBe(200);
    const refresh = tyk.raw.oauthToken(
      {
        path: { listenPath: "/orders/" },
        body: { grant_type: "refresh_token", refresh_token: first?.refresh_token ?? "" },
      },
      { headers: { authorization: `Basic ${btoa(`shop-web:${clientSecret}`)}` } },
    );
    await expect(refresh).rejects.toMatchObject({ code: "oauth", error: "invalid_grant" });
  });

  test.each(["5.14.0", "3.0.0"])("end one by its listed code, on %s", async (version) => {
    const { example, call, tokens, tyk } = await setScene({ version });
    const [{ code } = { code: "" }] = await tyk.tokens.list(orders);
    const { exitCode, output } = await example("tokens-revoke-listed.ts", ["orders", code]);
    expect(exitCode).toBe(0);
    expect(output).toContain("gone-from-storage; the list still names the token");
    expect(output).toContain("not reached: refresh_token");
    expect(await call(tokens[0]?.access_token ?? "")).toBe(403);
    const again = await example("tokens-revoke-listed.ts", ["orders", code]);
    expect(again.exitCode).toBe(0);
    expect(again.output).toContain("the token does not exist");
  });

  test("revoke one of several that lapse in the same second", async () => {
    const { example, tyk, gateway } = await setScene({ now: Date.now() });
    const [first] = [await mint(tyk), await mint(tyk)];
    const input = JSON.stringify(first);
    const { output } = await example("tokens-revoke.ts", ["orders", "shop-web"], { input });
    expect(output).toContain("1 other tokens dropped off the list, but live");
    expect(gateway.requests.length).toBeGreaterThan(0);
  });

  test("revoke all, with proof and without", async () => {
    const without = await setScene();
    const ended = await without.example("tokens-revoke-all.ts", ["orders", "shop-web"]);
    expect(ended.exitCode).toBe(1);
    expect(ended.output).toMatch(
      /^unverified \(0\), ended 3\nthe gateway does not list hashed keys/,
    );
    for (const { access_token } of without.tokens)
      expect(await without.call(access_token)).toBe(403);

    const listing = await setScene({ listHashedKeys: true });
    const proved = await listing.example("tokens-revoke-all.ts", ["orders", "shop-web"]);
    expect(proved).toEqual({ exitCode: 0, output: "refused-at-api (3), ended 3\n" });
    for (const { access_token } of listing.tokens)
      expect(await listing.call(access_token)).toBe(403);
  });

  test("inspect", async () => {
    const { example } = await setScene();
    const { exitCode, output } = await example("tokens-inspect.ts", ["orders", "shop-web"]);
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^(alive until \d{4}-\S+Z, opens billing, orders\n){3}$/);
  });

  test("find those of a user", async () => {
    for (const [listHashedKeys, exitCode] of [
      [true, 0],
      [false, 1],
    ] as const) {
      const { example, tyk, call, tokens } = await setScene({ listHashedKeys });
      const { access_token } = await mint(tyk, orders, "u1");
      const found = await example("tokens-find.ts", ["orders", "u1"]);
      expect(found.output).toContain("a token of shop-web: gone-from-storage\n");
      expect(found.output.includes("there may be more")).toBe(!listHashedKeys);
      expect(found.exitCode).toBe(exitCode);
      expect(await call(access_token)).toBe(403);
      expect(await call(tokens[0]?.access_token ?? "")).toBe(200);
    }
  });

  test("purge, where there is such a thing", async () => {
    const now = await (await setScene()).example("tokens-purge-lapsed.ts");
    expect(now).toEqual({
      exitCode: 0,
      output: 'unverified: the gateway says "lapsed tokens purged"\n',
    });
    const old = await (await setScene({ version: "4.3.0" })).example("tokens-purge-lapsed.ts");
    expect(old).toEqual({
      exitCode: 0,
      output: "this gateway has no purge: that needs version 5.3\n",
    });
  });
});

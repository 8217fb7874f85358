import { describe, expect, test } from "vitest";
import { clientSecret, issueToken, orders, setUpFixture } from "../support/docs/example-fixture.ts";

describe("the examples of tokens", () => {
  test("list a client's tokens, whole and by page", async () => {
    const { example, tyk } = await setUpFixture();
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

  test("tokens-revoke.ts revokes an access token and its refresh token", async () => {
    const { example, call, tokens, tyk } = await setUpFixture();
    const [first, second] = tokens;
    const input = JSON.stringify(first);
    const { exitCode, output } = await example("tokens-revoke.ts", ["orders", "shop-web"], {
      input,
    });
    expect(exitCode).toBe(0);
    expect(output).toContain("access token: gone-from-storage\n");
    expect(output).toContain(
      "refresh token: unverified (the gateway confirms the revocation of any refresh token",
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

  test.each(["5.14.0", "3.0.0"])(
    "tokens-revoke-listed.ts ends a token by its listed code, on %s",
    async (version) => {
      const { example, call, tokens, tyk } = await setUpFixture({ version });
      const [{ code } = { code: "" }] = await tyk.tokens.list(orders);
      const { exitCode, output } = await example("tokens-revoke-listed.ts", ["orders", code]);
      expect(exitCode).toBe(0);
      expect(output).toContain("gone-from-storage; the list still names the token");
      expect(output).toContain("not reached: refresh_token");
      expect(await call(tokens[0]?.access_token ?? "")).toBe(403);
      const again = await example("tokens-revoke-listed.ts", ["orders", code]);
      expect(again.exitCode).toBe(0);
      expect(again.output).toContain("the token does not exist");
    },
  );

  test("tokens-revoke.ts names the tokens that dropped off the list", async () => {
    const { example, tyk, gateway } = await setUpFixture({ now: Date.now() });
    const [first] = [await issueToken(tyk), await issueToken(tyk)];
    const input = JSON.stringify(first);
    const { output } = await example("tokens-revoke.ts", ["orders", "shop-web"], { input });
    expect(output).toContain("1 other tokens dropped off the list, but live");
    expect(gateway.requests.length).toBeGreaterThan(0);
  });

  test("tokens-revoke-all.ts ends all tokens, with proof and without", async () => {
    const without = await setUpFixture();
    const ended = await without.example("tokens-revoke-all.ts", ["orders", "shop-web"]);
    expect(ended.exitCode).toBe(1);
    expect(ended.output).toMatch(
      /^unverified \(0\), ended 3\nthe gateway does not list hashed keys/,
    );
    for (const { access_token } of without.tokens)
      expect(await without.call(access_token)).toBe(403);

    const listing = await setUpFixture({ listHashedKeys: true });
    const proved = await listing.example("tokens-revoke-all.ts", ["orders", "shop-web"]);
    expect(proved).toEqual({ exitCode: 0, output: "refused-at-api (3), ended 3\n" });
    for (const { access_token } of listing.tokens)
      expect(await listing.call(access_token)).toBe(403);
  });

  test("tokens-inspect.ts shows what each token opens", async () => {
    const { example } = await setUpFixture();
    const { exitCode, output } = await example("tokens-inspect.ts", ["orders", "shop-web"]);
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^(alive until \d{4}-\S+Z, opens billing, orders\n){3}$/);
  });

  test("tokens-find.ts ends the tokens of one user", async () => {
    for (const [listHashedKeys, state] of [
      [true, "refused-at-api"],
      [false, "unverified"],
    ] as const) {
      const { example, tyk, call, tokens } = await setUpFixture({ listHashedKeys });
      const { access_token } = await issueToken(tyk, orders, "u1");
      const found = await example("tokens-find.ts", ["orders", "u1"]);
      expect(found.output).toContain("found a token of shop-web\n");
      expect(found.output).toContain(`${state}, ended 1\n`);
      // The client has tokens of others, so its refresh tokens stay.
      expect(found.output).toContain(
        "refresh tokens of shop-web: may-be-alive (its list on this API",
      );
      expect(found.exitCode).toBe(1);
      expect(await call(access_token)).toBe(403);
      expect(await call(tokens[0]?.access_token ?? "")).toBe(200);
    }
  });

  test("tokens-purge-lapsed.ts purges, and names gateways without a purge", async () => {
    const now = await (await setUpFixture()).example("tokens-purge-lapsed.ts");
    expect(now).toEqual({
      exitCode: 0,
      output: 'unverified: the gateway says "lapsed tokens purged"\n',
    });
    const old = await (await setUpFixture({ version: "4.3.0" })).example("tokens-purge-lapsed.ts");
    expect(old).toEqual({
      exitCode: 0,
      output: "this gateway has no purge: that needs version 5.3\n",
    });
  });
});

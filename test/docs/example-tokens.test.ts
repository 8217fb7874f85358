import { describe, expect, test } from "vitest";
import { clientSecret, orders, setScene } from "./support/example-scene.ts";

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
    expect(output).toContain("revoked the access token and the refresh token");
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
    expect(output).toContain("removed");
    expect(await call(tokens[0]?.access_token ?? "")).toBe(403);
    const again = await example("tokens-revoke-listed.ts", ["orders", code]);
    expect(again.exitCode).toBe(0);
    expect(again.output).toContain("there is no such token");
  });

  test("revoke all", async () => {
    const { example, call, tokens } = await setScene();
    const ended = await example("tokens-revoke-all.ts", ["orders", "shop-web"]);
    expect(ended).toEqual({ exitCode: 0, output: "3 tokens were listed, 0 are\n" });
    for (const { access_token } of tokens) expect(await call(access_token)).toBe(403);
  });

  test("purge, where there is such a thing", async () => {
    const now = await (await setScene()).example("tokens-purge-lapsed.ts");
    expect(now).toEqual({ exitCode: 0, output: "lapsed tokens purged\n" });
    const old = await (await setScene({ version: "4.3.0" })).example("tokens-purge-lapsed.ts");
    expect(old).toEqual({ exitCode: 0, output: "this gateway has no purge: it came with 5.3\n" });
  });
});

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { billing, clientSecret, isThere, orders, setScene } from "./support/example-scene.ts";

describe("clients", () => {
  test("create", async () => {
    const { example, tyk } = await setScene();
    const args = ["orders", "gold", "https://new.example/cb"];
    const { exitCode, output } = await example("clients-create.ts", args);
    expect(exitCode).toBe(0);
    const id = /^(\S+) on orders, secret \[hidden, \d+ characters\]$/m.exec(output)?.[1] ?? "";
    expect(await tyk.clients.get({ apiId: "orders", clientId: id })).toMatchObject({
      redirect_uri: "https://new.example/cb",
      policy_id: "gold",
    });
  });

  test("get", async () => {
    const { example } = await setScene();
    const { exitCode, output } = await example("clients-get.ts", ["orders", "shop-web"]);
    expect(exitCode).toBe(0);
    expect(output).toContain("redirect_uri: 'https://shop.example/cb'");
    expect(output).toContain(`secret: '[hidden, ${clientSecret.length} characters]'`);
  });

  test("list", async () => {
    const { example } = await setScene();
    const { exitCode, output } = await example("clients-list.ts", ["orders"]);
    expect(exitCode).toBe(0);
    expect(output).toBe("shop-web gold Shop <web> front\n1 clients on orders\n");
  });

  test("list APIs", async () => {
    const { example } = await setScene();
    expect(await example("clients-list-apis.ts", ["shop-web"])).toEqual({
      exitCode: 0,
      output: "billing\norders\n",
    });
    const none = await example("clients-list-apis.ts", ["nobody"]);
    expect(none.output).toBe("on no API\n");
  });

  test("the login page", async () => {
    const { example } = await setScene();
    const args = ["orders", "shop-web", "https://shop.example/cb"];
    const { exitCode, output } = await example("clients-login-page.ts", args);
    expect(exitCode).toBe(0);
    const url = new URL(output);
    expect(url.hostname).toMatch(/\.invalid$/);
    expect(url.searchParams.get("client_id")).toBe("shop-web");
    const strange = [...args.slice(0, 2), "https://attacker.example/"];
    const { output: refused } = await example("clients-login-page.ts", strange);
    expect(refused).toContain("redirectUri");
  });

  test("inspect", async () => {
    const { example, tyk } = await setScene();
    const alike = await example("clients-inspect.ts", ["shop-web"]);
    expect(alike).toEqual({
      exitCode: 0,
      output:
        "billing: https://shop.example/cb, policy gold\n" +
        "orders: https://shop.example/cb, policy gold\nall copies are equal\n",
    });
    await tyk.clients.rotateSecret(orders);
    const { output } = await example("clients-inspect.ts", ["shop-web"]);
    expect(output).toContain("the copies differ in secret");
    expect((await example("clients-inspect.ts", ["nobody"])).output).toContain("TykNotFoundError");
  });

  test("go through all", async () => {
    const { example, tyk, gateway } = await setScene();
    await tyk.clients.create({ client_id: "bare", api_id: "orders" }, { lint: "warn" });
    const { exitCode, output } = await example("clients-iterate-all.ts");
    expect(exitCode).toBe(0);
    expect(output).toBe(
      "bare on orders has no policy\nbare on orders has no redirect URI\n3 clients\n",
    );

    gateway.evictClient("billing", "shop-web");
    gateway.advance(1_000);
    const broken = await example("clients-iterate-all.ts");
    expect(broken.exitCode).toBe(1);
    expect(broken.output).toContain("the clients of billing cannot be listed");
    expect(broken.output).toContain("2 clients\n");
  });

  test("repair an index", async () => {
    const { example, tyk, gateway } = await setScene();
    const redirect_uri = "https://shop.example/cb";
    await tyk.clients.create({ client_id: "gone", policy_id: "gold", redirect_uri });
    gateway.evictClient("billing", "gone");
    gateway.advance(1_000);

    const useless = await example("clients-repair-index.ts", ["billing", "shop-web"]);
    expect(useless.exitCode).toBe(1);
    expect(useless.output).toContain("none of the candidates");

    const args = ["billing", "shop-web", "gone"];
    const healed = await example("clients-repair-index.ts", args);
    expect(healed).toEqual({
      exitCode: 0,
      output: "the clients of billing can be listed\nremoved: gone; unchanged: shop-web\n",
    });
    expect(await tyk.clients.list({ apiId: "billing" })).toHaveLength(1);
    expect(await isThere(tyk, { apiId: "orders", clientId: "gone" })).toBe(true);
  });

  test("update on every API", async () => {
    const { example, tyk } = await setScene();
    const { exitCode, output } = await example("clients-update.ts", ["shop-web", "New"]);
    expect(exitCode).toBe(0);
    expect(output).toBe("billing: New\norders: New\n");
    for (const ref of [orders, billing]) {
      expect(await tyk.clients.get(ref)).toMatchObject({
        description: "New",
        redirect_uri: "https://shop.example/cb",
        meta_data: { team: "storefront" },
      });
    }
  });

  test("replace", async () => {
    const { example, tyk } = await setScene();
    const args = ["orders", "shop-web", "gold", "https://shop.example/cb2"];
    const { exitCode, output } = await example("clients-replace.ts", args);
    expect(exitCode).toBe(0);
    expect(output).toBe("shop-web: https://shop.example/cb2, policy gold\n");
    expect(await tyk.clients.get(orders)).toMatchObject({ meta_data: null, secret: clientSecret });
  });

  test("rotate the secret, also where the answer is lost", async () => {
    const { example, tyk, gateway } = await setScene();
    const { exitCode, output } = await example("clients-rotate-secret.ts", ["orders", "shop-web"]);
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^shop-web has the secret \[hidden, \d+ characters\]$/m);
    const { secret } = await tyk.clients.get(orders);
    expect(secret).not.toBe(clientSecret);

    gateway.fail({ operation: "rotateOAuthClient" }, "applied-then-drop");
    const lost = await example("clients-rotate-secret.ts", ["orders", "shop-web"]);
    expect(lost.exitCode).toBe(0);
    expect((await tyk.clients.get(orders)).secret).not.toBe(secret);

    const refused = await example("clients-rotate-secret.ts", ["orders", "nobody"]);
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toContain("TykNotFoundError");
  });

  test("rotate the secret on every API, a file first", async () => {
    const { example, tyk, gateway } = await setScene();
    const folder = mkdtempSync(join(tmpdir(), "tyk-oauth-"));
    try {
      const file = join(folder, "secret");
      const staged = await example("clients-rotate-staged.ts", ["shop-web", file]);
      expect(staged.output).toBe(`the secret in ${file} is active on billing, orders\n`);
      expect(staged.exitCode).toBe(0);
      const secret = readFileSync(file, "utf8");
      expect(secret).not.toBe(clientSecret);
      for (const ref of [orders, billing]) expect((await tyk.clients.get(ref)).secret).toBe(secret);

      // The file is there already.
      const again = await example("clients-rotate-staged.ts", ["shop-web", file]);
      expect(again.exitCode).toBe(1);
      expect(again.output).toContain("the gateway still has the old secret");

      // The second of the two APIs refuses.
      const isOrders = ({ body }: { body: string }): boolean => body.includes('"orders"');
      const refused = { status: 500, body: "" };
      gateway.fail(
        (request) => request.operation === "createOAuthClient" && isOrders(request),
        refused,
      );
      const undone = await example("clients-rotate-staged.ts", ["shop-web", `${file}.next`]);
      expect(undone.exitCode).toBe(1);
      expect(undone.output).toContain("the old secret is back on every API");
      for (const ref of [orders, billing]) expect((await tyk.clients.get(ref)).secret).toBe(secret);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("delete, tokens first", async () => {
    const { example, tyk, call, tokens } = await setScene();
    const { exitCode, output } = await example("clients-delete.ts", ["orders", "shop-web"]);
    expect(exitCode).toBe(0);
    expect(output).toContain("shop-web is deleted from orders\n");
    expect(output).toContain("its tokens: unverified (the gateway does not list hashed keys");
    expect(output).toContain("never make this client_id again");
    expect(await isThere(tyk, orders)).toBe(false);
    expect(await isThere(tyk, billing)).toBe(true);
    expect(await call(tokens[0]?.access_token ?? "")).toBe(403);

    const unknown = await example("clients-delete.ts", ["orders", "shop-wep"]);
    expect(unknown).toEqual({ exitCode: 1, output: "shop-wep was not on orders\n" });
  });

  test("delete stops where a token is not proved to be gone", async () => {
    const { example, tyk, gateway } = await setScene();
    for (const operation of ["oauthRevokeAll", "deleteKey"]) {
      gateway.fail({ operation }, { status: 500, body: "" }, Infinity);
    }
    const { exitCode, output } = await example("clients-delete.ts", ["orders", "shop-web"]);
    expect(exitCode).toBe(1);
    expect(output).toContain("the client was not deleted");
    expect(await isThere(tyk, orders)).toBe(true);
  });

  test("a dry run sends nothing", async () => {
    const { example, tyk, call, tokens } = await setScene();
    const { exitCode, output } = await example("dry-run.ts", ["shop-web"]);
    expect(exitCode).toBe(0);
    expect(output.split("\n")).toEqual([
      "would send createOAuthClient (billing)",
      "would send createOAuthClient (orders)",
      expect.stringMatching(/^would send revokeAllTokens \((orders|billing)\)$/),
      "billing: 3 tokens are alive",
      "orders: 3 tokens are alive",
      "",
    ]);
    expect((await tyk.clients.get(orders)).secret).toBe(clientSecret);
    expect(await call(tokens[0]?.access_token ?? "")).toBe(200);
  });
});

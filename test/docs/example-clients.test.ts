import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  billing,
  clientSecret,
  exists,
  orders,
  setUpFixture,
} from "../support/docs/example-fixture.ts";

describe("the examples of clients", () => {
  test("clients-create.ts creates a client", async () => {
    const { example, tyk } = await setUpFixture();
    const args = ["orders", "gold", "https://new.example/cb"];
    const { exitCode, output } = await example("clients-create.ts", args);
    expect(exitCode).toBe(0);
    const id = /^(\S+) on orders, secret \[hidden, \d+ characters\]$/m.exec(output)?.[1] ?? "";
    expect(await tyk.clients.get({ apiId: "orders", clientId: id })).toMatchObject({
      redirect_uri: "https://new.example/cb",
      policy_id: "gold",
    });
  });

  test("clients-get.ts shows a client, and hides its secret", async () => {
    const { example } = await setUpFixture();
    const { exitCode, output } = await example("clients-get.ts", ["orders", "shop-web"]);
    expect(exitCode).toBe(0);
    expect(output).toContain("redirect_uri: 'https://shop.example/cb'");
    expect(output).toContain(`secret: '[hidden, ${clientSecret.length} characters]'`);
  });

  test("clients-list.ts lists the clients of an API", async () => {
    const { example } = await setUpFixture();
    const { exitCode, output } = await example("clients-list.ts", ["orders"]);
    expect(exitCode).toBe(0);
    expect(output).toBe("shop-web gold Shop <web> front\n1 clients on orders\n");
  });

  test("clients-list-apis.ts lists the APIs of a client", async () => {
    const { example } = await setUpFixture();
    expect(await example("clients-list-apis.ts", ["shop-web"])).toEqual({
      exitCode: 0,
      output: "billing\norders\n",
    });
    const none = await example("clients-list-apis.ts", ["nobody"]);
    expect(none.output).toBe("on no API\n");
  });

  test("clients-login-page.ts shows the login page, and refuses another redirect URI", async () => {
    const { example } = await setUpFixture();
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

  test("clients-inspect.ts compares the copies of a client", async () => {
    const { example, tyk } = await setUpFixture();
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

  test("clients-iterate-all.ts shows all clients, also beside a broken index", async () => {
    const { example, tyk, gateway } = await setUpFixture();
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

  test("clients-repair-index.ts repairs an index, and keeps existing clients", async () => {
    const { example, tyk, gateway } = await setUpFixture();
    const redirect_uri = "https://shop.example/cb";
    await tyk.clients.create({ client_id: "gone", policy_id: "gold", redirect_uri });
    gateway.evictClient("billing", "gone");
    gateway.advance(1_000);

    const useless = await example("clients-repair-index.ts", ["billing", "shop-web"]);
    expect(useless.exitCode).toBe(1);
    expect(useless.output).toContain("no candidate that could be removed");

    const args = ["billing", "shop-web", "gone"];
    const healed = await example("clients-repair-index.ts", args);
    expect(healed).toEqual({
      exitCode: 0,
      output: "the clients of billing can be listed\nremoved: gone; unchanged: shop-web\n",
    });
    expect(await tyk.clients.list({ apiId: "billing" })).toHaveLength(1);
    expect(await exists(tyk, { apiId: "orders", clientId: "gone" })).toBe(true);
  });

  test("clients-update.ts changes one field on every API", async () => {
    const { example, tyk } = await setUpFixture();
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

  test("clients-replace.ts replaces everything except the secret", async () => {
    const { example, tyk } = await setUpFixture();
    const args = ["orders", "shop-web", "gold", "https://shop.example/cb2"];
    const { exitCode, output } = await example("clients-replace.ts", args);
    expect(exitCode).toBe(0);
    expect(output).toBe("shop-web: https://shop.example/cb2, policy gold\n");
    expect(await tyk.clients.get(orders)).toMatchObject({ meta_data: null, secret: clientSecret });
  });

  test("clients-rotate-secret.ts sets a new secret, also if the response is lost", async () => {
    const { example, tyk, gateway } = await setUpFixture();
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

  test("clients-rotate-staged.ts writes the new secret to a file first", async () => {
    const { example, tyk, gateway } = await setUpFixture();
    const folder = mkdtempSync(join(tmpdir(), "tyk-oauth-"));
    try {
      const file = join(folder, "secret");
      const staged = await example("clients-rotate-staged.ts", ["shop-web", file]);
      expect(staged.output).toBe(`the secret in ${file} is active on billing, orders\n`);
      expect(staged.exitCode).toBe(0);
      const secret = readFileSync(file, "utf8");
      expect(secret).not.toBe(clientSecret);
      for (const ref of [orders, billing]) expect((await tyk.clients.get(ref)).secret).toBe(secret);

      // The file exists already.
      const again = await example("clients-rotate-staged.ts", ["shop-web", file]);
      expect(again.exitCode).toBe(1);
      expect(again.output).toContain("the gateway still has the old secret");

      // The second API refuses the new secret.
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

  test("clients-delete.ts ends the tokens, then deletes the client", async () => {
    const { example, tyk, call, tokens } = await setUpFixture();
    const { exitCode, output } = await example("clients-delete.ts", ["orders", "shop-web"]);
    expect(exitCode).toBe(0);
    expect(output).toContain("shop-web is deleted from orders\n");
    expect(output).toContain("its tokens: unverified (the gateway does not list hashed keys");
    expect(output).toContain("never create this client_id again");
    expect(await exists(tyk, orders)).toBe(false);
    expect(await exists(tyk, billing)).toBe(true);
    expect(await call(tokens[0]?.access_token ?? "")).toBe(403);

    const unknown = await example("clients-delete.ts", ["orders", "shop-wep"]);
    expect(unknown).toEqual({ exitCode: 1, output: "shop-wep was not on orders\n" });
  });

  test("clients-delete.ts stops if a token is not proved to be gone", async () => {
    const { example, tyk, gateway } = await setUpFixture();
    for (const operation of ["oauthRevokeAll", "deleteKey"] as const) {
      gateway.fail({ operation }, { status: 500, body: "" }, Infinity);
    }
    const { exitCode, output } = await example("clients-delete.ts", ["orders", "shop-web"]);
    expect(exitCode).toBe(1);
    expect(output).toContain("the client shop-web was not deleted");
    expect(await exists(tyk, orders)).toBe(true);
  });

  test("dry-run.ts sends nothing", async () => {
    const { example, tyk, call, tokens } = await setUpFixture();
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

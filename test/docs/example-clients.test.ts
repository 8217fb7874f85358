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

  test("update", async () => {
    const { example, tyk } = await setScene();
    const { exitCode, output } = await example("clients-update.ts", ["orders", "shop-web", "New"]);
    expect(exitCode).toBe(0);
    expect(output).toBe("shop-web: New\n");
    expect(await tyk.clients.get(orders)).toMatchObject({
      description: "New",
      redirect_uri: "https://shop.example/cb",
      meta_data: { team: "storefront" },
    });
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

  test("delete, tokens first", async () => {
    const { example, tyk, call, tokens } = await setScene();
    const { exitCode } = await example("clients-delete.ts", ["orders", "shop-web"]);
    expect(exitCode).toBe(0);
    expect(await isThere(tyk, orders)).toBe(false);
    expect(await isThere(tyk, billing)).toBe(true);
    expect(await call(tokens[0]?.access_token ?? "")).toBe(403);

    const unknown = await example("clients-delete.ts", ["orders", "shop-wep"]);
    expect(unknown).toEqual({ exitCode: 1, output: "shop-wep is not on orders\n" });
  });
});

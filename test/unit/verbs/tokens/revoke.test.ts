import { describe, expect, test } from "vitest";
import type { RevokeTarget } from "../../../../src/index.ts";
import { failure } from "../../../support/util/failure.ts";
import { canRefresh, grant, keys, listed, mint, use } from "../../../support/gateway/flow.ts";
import { addClient, clientId, newScene, onOrders, sceneOfOne, sceneOfTwo } from "../../../support/gateway/scene.ts";

describe("tokens.revoke of a listed code", () => {
  test("removes the key, and leaves the list and the refresh token", async () => {
    for (const options of [{}, { hashKeys: false }]) {
      const scene = await sceneOfOne(options);
      const { access, refresh } = await grant(scene);
      const [listedCode = ""] = await listed(scene);
      const call = scene.tyk.tokens.revoke({ apiId: "orders", listedCode });
      const { data, steps } = await call.withResponse();
      const unreached = ["refresh_token"];
      const told = { state: "gone-from-storage", dropped: [], unreached, writtenBack: 0 };
      expect(data).toEqual(told);
      // That it is gone is read, and then that storage responds.
      expect(steps).toMatchObject([
        { apiId: "orders", operation: "deleteKey" },
        { apiId: "orders", operation: "getApi" },
        { apiId: "orders", operation: "getOAuthClientTokens" },
      ]);
      expect(await use(scene, access)).toBe(403);
      expect(await listed(scene)).toEqual([listedCode]);
      expect(await canRefresh(scene, refresh)).toBe(true);
    }
  });

  test("leaves the rest for revokeAll, which ends the refresh token too", async () => {
    const scene = await sceneOfOne();
    const { refresh } = await grant(scene);
    const [listedCode = ""] = await listed(scene);
    await scene.tyk.tokens.revoke({ apiId: "orders", listedCode });
    await scene.tyk.tokens.revokeAll(onOrders);
    expect(await canRefresh(scene, refresh)).toBe(false);
  });

  test("finds the key gone if the response of its removal was lost", async () => {
    const scene = await sceneOfOne();
    const token = await mint(scene);
    const [listedCode = ""] = await listed(scene);
    scene.gateway.fail({ operation: "deleteKey" }, "applied-then-drop");
    const tyk = scene.tyk.withOptions({ maxRetries: 2 });
    const revoked = await tyk.tokens.revoke({ apiId: "orders", listedCode });
    expect(revoked.state).toBe("gone-from-storage");
    expect(await use(scene, token)).toBe(403);
  });

  test.each(["5.14.0", "3.0.0"])("on %s reports that no key has the code", async (version) => {
    const scene = await sceneOfOne({ version });
    const target = { apiId: "orders", listedCode: "0123456789abcdef" };
    const error = await failure(scene.tyk.tokens.revoke(target));
    expect(error).toMatchObject({ code: "not-found", outcome: "refused" });
  });
});

describe("tokens.revoke of a refresh token", () => {
  test("ends it on its API, and leaves the access token", async () => {
    const scene = await sceneOfTwo();
    const { access, refresh: refreshToken } = await grant(scene);
    const elsewhere = await scene.tyk.tokens.revoke({ apiId: "billing", refreshToken });
    const told = { state: "unverified", dropped: [], unreached: ["access_token"] };
    expect(elsewhere).toMatchObject(told);
    expect(await scene.tyk.tokens.revoke({ apiId: "orders", refreshToken })).toMatchObject(told);
    expect(await canRefresh(scene, refreshToken)).toBe(false);
    expect(await use(scene, access)).toBe(200);
    const nowhere = { apiId: "nowhere", refreshToken };
    expect(await failure(scene.tyk.tokens.revoke(nowhere))).toMatchObject({ code: "not-found" });
  });
});

describe("tokens.revoke", () => {
  test.each<[string, object]>([
    ["target", {}],
    ["target", { clientId, token: "t", listedCode: "c" }],
    ["target", { apiId: "orders", listedCode: "c", refreshToken: "r" }],
    ["clientId", { token: "t" }],
    ["token", { clientId, token: "" }],
    ["tokenTypeHint", { clientId, token: "t", tokenTypeHint: "" }],
    ["apiId", { listedCode: "c" }],
    ["listedCode", { apiId: "orders", listedCode: "a/b" }],
    ["refreshToken", { apiId: "orders", refreshToken: ".." }],
  ])("rejects a wrong %s before any request: %j", async (field, target) => {
    const { gateway, tyk } = newScene();
    const error = await failure(tyk.tokens.revoke(target as RevokeTarget));
    expect(error).toMatchObject({ code: "input", field, operation: "tokens.revoke" });
    expect(gateway.requests).toEqual([]);
  });

  test("names no token in an error", async () => {
    const scene = newScene();
    await addClient(scene);
    const { access, refresh } = await grant(scene);
    scene.gateway.fail({ method: "POST" }, { status: 500, body: `{"message":"no ${access}"}` });
    scene.gateway.fail({ method: "DELETE" }, { status: 500, body: `{"message":"no ${refresh}"}` });
    for (const target of [
      { clientId, token: access },
      { apiId: "orders", refreshToken: refresh },
    ]) {
      const error = await failure(scene.tyk.tokens.revoke(target));
      expect(error.message).not.toContain(access);
      expect(JSON.stringify(error)).not.toContain(refresh);
    }
    expect(await keys(scene)).toHaveLength(1);
  });
});

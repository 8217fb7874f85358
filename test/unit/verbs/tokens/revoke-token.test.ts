import { describe, expect, test } from "vitest";
import type { GatewayOptions } from "../../../../src/testing/index.ts";
import { failure } from "../../../support/util/failure.ts";
import { canRefresh, grant, listed, mint, use } from "../../../support/gateway/flow.ts";
import { addClient, clientId, meanwhile, onOrders, operationsSince, sceneOfOne } from "../../../support/gateway/scene.ts";
import { snapshot } from "../../../support/gateway/snapshot.ts";

const busy = { status: 503, body: "busy" };

describe("tokens.revoke of a token", () => {
  test("ends an access token, and reports that its refresh token is alive", async () => {
    const scene = await sceneOfOne();
    const { access: token, refresh } = await grant(scene);
    const from = scene.gateway.requests.length;
    const revoked = await scene.tyk.tokens.revoke({ clientId, token });
    expect(revoked).toEqual({
      state: "gone-from-storage",
      dropped: [],
      unreached: ["refresh_token"],
      writtenBack: 0,
    });
    expect(operationsSince(scene, from)).toEqual([
      "getKey",
      "listOAuthClientApis",
      "getOAuthClientTokens",
      "revokeSingleToken",
      "getKey",
      "getKey",
      // The control that its absence rests on.
      "getApi",
      "getOAuthClientTokens",
      "getKey",
      "getOAuthClientTokens",
    ]);
    expect(await use(scene, token)).toBe(403);
    expect(await canRefresh(scene, refresh)).toBe(true);
  });

  test("names the tokens that the gateway dropped off the list, which can be ended then", async () => {
    const scene = await sceneOfOne();
    const [token, other] = [await mint(scene), await mint(scene)];
    scene.gateway.advance(2_000);
    const later = await mint(scene);
    const { dropped, state } = await scene.tyk.tokens.revoke({ clientId, token });
    expect(state).toBe("gone-from-storage");
    expect(dropped).toEqual([{ apiId: "orders", listedCode: expect.any(String) as unknown }]);
    expect(await use(scene, other)).toBe(200);
    for (const target of dropped) await scene.tyk.tokens.revoke(target);
    expect([await use(scene, other), await use(scene, later)]).toEqual([403, 200]);
  });

  test("drops none if the list is kept, as with a token lifetime of the API, and verifies the end", async () => {
    const scene = await sceneOfOne({ tokenTtlSeconds: 7200 });
    const token = await mint(scene);
    const revoked = await scene.tyk.tokens.revoke({ clientId, token });
    expect(revoked).toMatchObject({ state: "gone-from-storage", dropped: [] });
    expect(await use(scene, token)).toBe(403);
  });

  test("ends a refresh token by its hint, and reports that the access token is alive", async () => {
    const scene = await sceneOfOne();
    const { access, refresh: token } = await grant(scene);
    const target = { clientId, token, tokenTypeHint: "refresh_token" };
    const revoked = await scene.tyk.tokens.revoke(target);
    expect(revoked).toMatchObject({ state: "unverified", unreached: ["access_token"] });
    expect(await canRefresh(scene, token)).toBe(false);
    expect(await use(scene, access)).toBe(200);
  });

  test("claims nothing about an unknown token, and reports that a wrong hint may be the reason", async () => {
    const scene = await sceneOfOne();
    const token = await mint(scene);
    const unknown = await scene.tyk.tokens.revoke({ clientId, token: "nobody's" });
    expect(unknown).toMatchObject({
      state: "unverified",
      reason: expect.stringContaining("no such access token was found in storage") as unknown,
      unreached: ["access_token", "refresh_token"],
    });
    const saved = { clientId, token, tokenTypeHint: "refresh_token" };
    expect(await scene.tyk.tokens.revoke(saved)).toMatchObject({
      state: "still-alive",
      reason: "with the hint refresh_token the gateway does not revoke access tokens",
    });
    expect(await use(scene, token)).toBe(200);
  });

  test("reports nothing about a truncated token while another writer ends a token", async () => {
    const scene = await sceneOfOne();
    const [token, other] = [await mint(scene), await mint(scene)];
    scene.gateway.advance(1_000);
    await mint(scene);
    const tyk = meanwhile(scene, "after", /\/revoke$/, () =>
      scene.raw.revokeSingleToken({ body: { token: other, client_id: clientId } }),
    );
    const truncated = token.slice(0, -5);
    const revoked = await tyk.tokens.revoke({ clientId, token: truncated });
    expect(revoked.state).toBe("unverified");
    expect(await use(scene, token)).toBe(200);
  });

  test("called with another client's id finds what the token's own client lost", async () => {
    const scene = await sceneOfOne();
    await addClient(scene, { client_id: "other" });
    const [token, sibling] = [await mint(scene), await mint(scene)];
    const revoked = await scene.tyk.tokens.revoke({ clientId: "other", token });
    expect(revoked).toMatchObject({
      state: "gone-from-storage",
      dropped: [{ apiId: "orders", listedCode: expect.any(String) as unknown }],
    });
    expect([await listed(scene), await use(scene, sibling)]).toEqual([[], 200]);
  });

  test("ends a token that its revocation missed because the named client is on another API", async () => {
    const scene = await sceneOfOne();
    await addClient(scene, { client_id: "other", api_id: "billing" });
    const token = await mint(scene);
    const revoked = await scene.tyk.tokens.revoke({ clientId: "other", token });
    expect(revoked.state).toBe("gone-from-storage");
    expect(await use(scene, token)).toBe(403);
  });

  test("revokes if the lists cannot be read, and reports what is unknown", async () => {
    const scene = await sceneOfOne();
    for (const [operation, reason] of [
      ["listOAuthClientApis", "the client's tokens could not be listed (server)"],
      ["getKey", expect.stringContaining("no such access token was found in storage") as unknown],
    ] as const) {
      const token = await mint(scene);
      scene.gateway.fail({ operation }, busy);
      const revoked = await scene.tyk.tokens.revoke({ clientId, token });
      expect(revoked).toMatchObject({ state: "unverified", reason });
      expect(await use(scene, token)).toBe(403);
    }
  });

  test("reports an unknown client, and the outcome of a failed request", async () => {
    const { gateway, tyk } = await sceneOfOne();
    const ofNobody = { clientId: "nobody", token: "t" };
    expect(await failure(tyk.tokens.revoke(ofNobody))).toMatchObject({
      code: "bad-request",
      outcome: "refused",
    });
    gateway.fail({ operation: "revokeSingleToken" }, "applied-then-drop", 2);
    const error = await failure(tyk.tokens.revoke({ clientId, token: "t" }));
    expect(error).toMatchObject({ code: "connection", outcome: "unknown" });
    expect(error.steps.at(-1)).toEqual({ operation: "revokeSingleToken", outcome: "unknown" });
  });
});

describe("tokens.revoke of a token's hash in place of the token", () => {
  test.each<[number, GatewayOptions]>([
    [8, { hashKeyFunction: undefined }],
    [16, { hashKeyFunction: "murmur64" }],
    [32, { hashKeyFunction: "murmur128" }],
    [64, { hashKeyFunction: "sha256" }],
  ])("rejects a hash of %i hex digits, so nothing is dropped", async (length, options) => {
    const scene = await sceneOfOne(options);
    await mint(scene);
    const [token = ""] = await listed(scene);
    expect(token).toHaveLength(length);
    const before = await snapshot(scene);
    for (const code of [token, token.toUpperCase()].slice(0, length < 32 ? 2 : 1)) {
      const error = await failure(scene.tyk.tokens.revoke({ clientId, token: code }));
      expect(error).toMatchObject({ code: "input", field: "token", outcome: "not-sent" });
      expect(error.message).toContain("listedCode");
      expect(error.message).not.toContain(token);
    }
    expect(await snapshot(scene)).toEqual(before);
  });

  test("rejects the hash also if its token is gone and only the list leads to the refresh token", async () => {
    const scene = await sceneOfOne({ hashKeyFunction: "sha256" });
    const { refresh } = await grant(scene);
    const [code = ""] = await listed(scene);
    await scene.tyk.tokens.revoke({ apiId: "orders", listedCode: code });
    const [outcome] = await Promise.allSettled([
      scene.tyk.tokens.revoke({ clientId, token: code }),
    ]);
    expect(await listed(scene)).toEqual([code]);
    expect(outcome).toMatchObject({ status: "rejected", reason: { code: "input" } });
    await scene.tyk.tokens.revokeAll(onOrders);
    expect(await canRefresh(scene, refresh)).toBe(false);
  });

  test.each([
    ["5.14.0", "", 32],
    ["5.3.0", "", 32],
    ["5.14.0", "0123456789abcdef0123456789abcdef", 64],
  ])("does not mistake a token for a hash on a %s with plain keys and the organisation %j", async (version, org_id, length) => {
    const gold = { org_id, access_rights: ["orders"] };
    const scene = await sceneOfOne({
      version,
      hashKeys: false,
      hashKeyFunction: undefined,
      apis: [{ api_id: "orders", org_id }],
      policies: { gold },
    });
    const token = await mint(scene);
    expect(token).toMatch(/^[\da-f]+$/);
    expect(token).toHaveLength(length);
    const revoked = await scene.tyk.tokens.revoke({ clientId, token });
    expect(revoked.state).toBe("gone-from-storage");
    expect(await use(scene, token)).toBe(403);
  });
});

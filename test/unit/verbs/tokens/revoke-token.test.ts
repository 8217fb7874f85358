import { describe, expect, test } from "vitest";
import type { GatewayOptions } from "../../../../src/testing/index.ts";
import { failure } from "../../../support/util/failure.ts";
import {
  canRefresh,
  issueTokenPair,
  listedCodes,
  issueToken,
  callApi,
} from "../../../support/gateway/oauth-flow.ts";
import {
  addClient,
  clientId,
  clientWithOtherWriter,
  onOrders,
  operationsSince,
  testBedWithOneCopy,
} from "../../../support/gateway/test-bed.ts";
import { snapshot } from "../../../support/gateway/snapshot.ts";

const busy = { status: 503, body: "busy" };

describe("tokens.revoke of a token", () => {
  test("throws the error of the revocation, also if the lists could not be read before", async () => {
    const bed = await testBedWithOneCopy();
    const token = await issueToken(bed);
    bed.gateway.fail({ operation: "listOAuthClientApis" }, busy, Infinity);
    bed.gateway.fail({ operation: "revokeSingleToken" }, { status: 500, body: "" });
    const error = await failure(bed.tyk.tokens.revoke({ clientId, token }));
    expect(error).toMatchObject({ code: "server", outcome: "unknown" });
    // Whether this client exists could not be read, so the gateway's refusal proves nothing.
    const refused = await bed.tyk.tokens.revoke({ clientId: "nobody", token: `${token}0` });
    expect(refused).toMatchObject({
      state: "unverified",
      reason:
        "the gateway refused the revocation: it responded that the client nobody does not exist, but the client's tokens could not be listed (server)",
    });
  });

  test("ends an access token, and reports that its refresh token is alive", async () => {
    const bed = await testBedWithOneCopy();
    const { access: token, refresh } = await issueTokenPair(bed);
    const from = bed.gateway.requests.length;
    const revoked = await bed.tyk.tokens.revoke({ clientId, token });
    expect(revoked).toEqual({
      state: "gone-from-storage",
      dropped: [],
      unreached: ["refresh_token"],
      writtenBack: 0,
    });
    expect(operationsSince(bed, from)).toEqual([
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
    expect(await callApi(bed, token)).toBe(403);
    expect(await canRefresh(bed, refresh)).toBe(true);
  });

  test("names the tokens that the gateway dropped off the list, which can be ended then", async () => {
    const bed = await testBedWithOneCopy();
    const [token, other] = [await issueToken(bed), await issueToken(bed)];
    bed.gateway.advance(2_000);
    const later = await issueToken(bed);
    const { dropped, state } = await bed.tyk.tokens.revoke({ clientId, token });
    expect(state).toBe("gone-from-storage");
    expect(dropped).toEqual([{ apiId: "orders", listedCode: expect.any(String) as unknown }]);
    expect(await callApi(bed, other)).toBe(200);
    for (const target of dropped) await bed.tyk.tokens.revoke(target);
    expect([await callApi(bed, other), await callApi(bed, later)]).toEqual([403, 200]);
  });

  test("drops none if the list is kept, as with a token lifetime of the API, and verifies the end", async () => {
    const bed = await testBedWithOneCopy({ tokenTtlSeconds: 7200 });
    const token = await issueToken(bed);
    const revoked = await bed.tyk.tokens.revoke({ clientId, token });
    expect(revoked).toMatchObject({ state: "gone-from-storage", dropped: [] });
    expect(await callApi(bed, token)).toBe(403);
  });

  test("ends a refresh token by its hint, and reports that the access token is alive", async () => {
    const bed = await testBedWithOneCopy();
    const { access, refresh: token } = await issueTokenPair(bed);
    const target = { clientId, token, tokenTypeHint: "refresh_token" };
    const revoked = await bed.tyk.tokens.revoke(target);
    expect(revoked).toMatchObject({ state: "unverified", unreached: ["access_token"] });
    expect(await canRefresh(bed, token)).toBe(false);
    expect(await callApi(bed, access)).toBe(200);
  });

  test("claims nothing about an unknown token, and reports that a wrong hint may be the reason", async () => {
    const bed = await testBedWithOneCopy();
    const token = await issueToken(bed);
    const unknown = await bed.tyk.tokens.revoke({ clientId, token: "nobody's" });
    expect(unknown).toMatchObject({
      state: "unverified",
      reason: expect.stringContaining("no such access token was found in storage") as unknown,
      unreached: ["access_token", "refresh_token"],
    });
    const saved = { clientId, token, tokenTypeHint: "refresh_token" };
    expect(await bed.tyk.tokens.revoke(saved)).toMatchObject({
      state: "still-alive",
      reason: "with the hint refresh_token the gateway does not revoke access tokens",
    });
    expect(await callApi(bed, token)).toBe(200);
  });

  test("reports nothing about a truncated token while another writer ends a token", async () => {
    const bed = await testBedWithOneCopy();
    const [token, other] = [await issueToken(bed), await issueToken(bed)];
    bed.gateway.advance(1_000);
    await issueToken(bed);
    const tyk = clientWithOtherWriter(bed, "after", /\/revoke$/, () =>
      bed.raw.revokeSingleToken({ body: { token: other, client_id: clientId } }),
    );
    const truncated = token.slice(0, -5);
    const revoked = await tyk.tokens.revoke({ clientId, token: truncated });
    expect(revoked.state).toBe("unverified");
    expect(await callApi(bed, token)).toBe(200);
  });

  test("called with another client's id finds what the token's own client lost", async () => {
    const bed = await testBedWithOneCopy();
    await addClient(bed, { client_id: "other" });
    const [token, sibling] = [await issueToken(bed), await issueToken(bed)];
    const revoked = await bed.tyk.tokens.revoke({ clientId: "other", token });
    expect(revoked).toMatchObject({
      state: "gone-from-storage",
      dropped: [{ apiId: "orders", listedCode: expect.any(String) as unknown }],
    });
    expect([await listedCodes(bed), await callApi(bed, sibling)]).toEqual([[], 200]);
  });

  test("finds what the token's client lost on an API that has only the named client now", async () => {
    const bed = await testBedWithOneCopy();
    await addClient(bed, { client_id: "other" });
    await addClient(bed, { client_id: clientId, api_id: "billing" });
    const [token, sibling] = [await issueToken(bed), await issueToken(bed)];
    const codes = await listedCodes(bed);
    await bed.tyk.clients.delete(onOrders, { tokens: "keep" });
    const { state, dropped } = await bed.tyk.tokens.revoke({ clientId: "other", token });
    expect(state).toBe("gone-from-storage");
    expect(dropped).toHaveLength(1);
    // The client's tokens work again once its id exists again (trap 9).
    await addClient(bed);
    expect([await listedCodes(bed), await callApi(bed, sibling)]).toEqual([[], 200]);
    expect(codes).toContain(dropped[0]?.listedCode);
    for (const target of dropped) await bed.tyk.tokens.revoke(target);
    expect(await callApi(bed, sibling)).toBe(403);
  });

  test("ends a token that its revocation missed because the named client is on another API", async () => {
    const bed = await testBedWithOneCopy();
    await addClient(bed, { client_id: "other", api_id: "billing" });
    const token = await issueToken(bed);
    const revoked = await bed.tyk.tokens.revoke({ clientId: "other", token });
    expect(revoked.state).toBe("gone-from-storage");
    expect(await callApi(bed, token)).toBe(403);
  });

  test("revokes if the lists cannot be read, and reports what is unknown", async () => {
    const bed = await testBedWithOneCopy();
    for (const [operation, reason] of [
      ["listOAuthClientApis", "the client's tokens could not be listed (server)"],
      ["getKey", expect.stringContaining("no such access token was found in storage") as unknown],
    ] as const) {
      const token = await issueToken(bed);
      bed.gateway.fail({ operation }, busy);
      const revoked = await bed.tyk.tokens.revoke({ clientId, token });
      expect(revoked).toMatchObject({ state: "unverified", reason });
      expect(await callApi(bed, token)).toBe(403);
    }
  });

  test("reports an unknown client, and the outcome of a failed request", async () => {
    const { gateway, tyk } = await testBedWithOneCopy();
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
    const bed = await testBedWithOneCopy(options);
    await issueToken(bed);
    const [token = ""] = await listedCodes(bed);
    expect(token).toHaveLength(length);
    const before = await snapshot(bed);
    for (const code of [token, token.toUpperCase()].slice(0, length < 32 ? 2 : 1)) {
      const error = await failure(bed.tyk.tokens.revoke({ clientId, token: code }));
      expect(error).toMatchObject({ code: "input", field: "token", outcome: "not-sent" });
      expect(error.message).toContain("listedCode");
      expect(error.message).not.toContain(token);
    }
    expect(await snapshot(bed)).toEqual(before);
  });

  test("rejects the hash also if its token is gone and only the list leads to the refresh token", async () => {
    const bed = await testBedWithOneCopy({ hashKeyFunction: "sha256" });
    const { refresh } = await issueTokenPair(bed);
    const [code = ""] = await listedCodes(bed);
    await bed.tyk.tokens.revoke({ apiId: "orders", listedCode: code });
    const [outcome] = await Promise.allSettled([bed.tyk.tokens.revoke({ clientId, token: code })]);
    expect(await listedCodes(bed)).toEqual([code]);
    expect(outcome).toMatchObject({ status: "rejected", reason: { code: "input" } });
    await bed.tyk.tokens.revokeAll(onOrders);
    expect(await canRefresh(bed, refresh)).toBe(false);
  });

  test.each([
    ["5.14.0", "", 32],
    ["5.3.0", "", 32],
    ["5.14.0", "0123456789abcdef0123456789abcdef", 64],
  ])(
    "does not mistake a token for a hash on a %s with plain keys and the organisation %j",
    async (version, org_id, length) => {
      const gold = { org_id, access_rights: ["orders"] };
      const bed = await testBedWithOneCopy({
        version,
        hashKeys: false,
        hashKeyFunction: undefined,
        apis: [{ api_id: "orders", org_id }],
        policies: { gold },
      });
      const token = await issueToken(bed);
      expect(token).toMatch(/^[\da-f]+$/);
      expect(token).toHaveLength(length);
      const revoked = await bed.tyk.tokens.revoke({ clientId, token });
      expect(revoked.state).toBe("gone-from-storage");
      expect(await callApi(bed, token)).toBe(403);
    },
  );
});

import { describe, expect, test } from "vitest";
import type { RevokeTarget } from "../../../../src/index.ts";
import { failure } from "../../../support/util/failure.ts";
import {
  canRefresh,
  issueTokenPair,
  keyCodes,
  listedCodes,
  issueToken,
  callApi,
} from "../../../support/gateway/oauth-flow.ts";
import {
  addClient,
  clientId,
  createTestBed,
  onOrders,
  testBedWithOneCopy,
  testBedWithTwoCopies,
} from "../../../support/gateway/test-bed.ts";

describe("tokens.revoke of a listed code", () => {
  test("removes the key, and leaves the list and the refresh token", async () => {
    for (const options of [{}, { hashKeys: false }]) {
      const bed = await testBedWithOneCopy(options);
      const { access, refresh } = await issueTokenPair(bed);
      const [listedCode = ""] = await listedCodes(bed);
      const call = bed.tyk.tokens.revoke({ apiId: "orders", listedCode });
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
      expect(await callApi(bed, access)).toBe(403);
      expect(await listedCodes(bed)).toEqual([listedCode]);
      expect(await canRefresh(bed, refresh)).toBe(true);
    }
  });

  test("leaves the rest for revokeAll, which ends the refresh token too", async () => {
    const bed = await testBedWithOneCopy();
    const { refresh } = await issueTokenPair(bed);
    const [listedCode = ""] = await listedCodes(bed);
    await bed.tyk.tokens.revoke({ apiId: "orders", listedCode });
    await bed.tyk.tokens.revokeAll(onOrders);
    expect(await canRefresh(bed, refresh)).toBe(false);
  });

  test("finds the key gone if the response of its removal was lost", async () => {
    const bed = await testBedWithOneCopy();
    const token = await issueToken(bed);
    const [listedCode = ""] = await listedCodes(bed);
    bed.gateway.fail({ operation: "deleteKey" }, "applied-then-drop");
    const tyk = bed.tyk.withOptions({ maxRetries: 2 });
    const revoked = await tyk.tokens.revoke({ apiId: "orders", listedCode });
    expect(revoked.state).toBe("gone-from-storage");
    expect(await callApi(bed, token)).toBe(403);
  });

  test.each(["5.14.0", "3.0.0"])("on %s reports that no key has the code", async (version) => {
    const bed = await testBedWithOneCopy({ version });
    const target = { apiId: "orders", listedCode: "0123456789abcdef" };
    const error = await failure(bed.tyk.tokens.revoke(target));
    expect(error).toMatchObject({ code: "not-found", outcome: "refused" });
  });
});

describe("tokens.revoke of a refresh token", () => {
  test("ends it on its API, and leaves the access token", async () => {
    const bed = await testBedWithTwoCopies();
    const { access, refresh: refreshToken } = await issueTokenPair(bed);
    const elsewhere = await bed.tyk.tokens.revoke({ apiId: "billing", refreshToken });
    const told = { state: "unverified", dropped: [], unreached: ["access_token"] };
    expect(elsewhere).toMatchObject(told);
    expect(await bed.tyk.tokens.revoke({ apiId: "orders", refreshToken })).toMatchObject(told);
    expect(await canRefresh(bed, refreshToken)).toBe(false);
    expect(await callApi(bed, access)).toBe(200);
    const nowhere = { apiId: "nowhere", refreshToken };
    expect(await failure(bed.tyk.tokens.revoke(nowhere))).toMatchObject({ code: "not-found" });
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
    const { gateway, tyk } = createTestBed();
    const error = await failure(tyk.tokens.revoke(target as RevokeTarget));
    expect(error).toMatchObject({ code: "input", field, operation: "tokens.revoke" });
    expect(gateway.requests).toEqual([]);
  });

  test("names no token in an error", async () => {
    const bed = createTestBed();
    await addClient(bed);
    const { access, refresh } = await issueTokenPair(bed);
    bed.gateway.fail({ method: "POST" }, { status: 500, body: `{"message":"no ${access}"}` });
    bed.gateway.fail({ method: "DELETE" }, { status: 500, body: `{"message":"no ${refresh}"}` });
    for (const target of [
      { clientId, token: access },
      { apiId: "orders", refreshToken: refresh },
    ]) {
      const error = await failure(bed.tyk.tokens.revoke(target));
      expect(error.message).not.toContain(access);
      expect(JSON.stringify(error)).not.toContain(refresh);
    }
    expect(await keyCodes(bed)).toHaveLength(1);
  });
});

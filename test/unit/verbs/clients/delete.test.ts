import { describe, expect, test } from "vitest";
import { failure } from "../../../support/util/failure.ts";
import { faultNames, failEachRequest } from "../../../support/gateway/fail-each-request.ts";
import type { FaultRun } from "../../../support/gateway/fail-each-request.ts";
import {
  canRefresh,
  issueTokenPair,
  keyCodes,
  issueToken,
  refreshTokens,
  callApi,
} from "../../../support/gateway/oauth-flow.ts";
import type { TokenPair } from "../../../support/gateway/oauth-flow.ts";
import {
  addClient,
  clientId,
  onAllApis,
  createTestBed,
  onOrders,
  operationsSince,
  testBedWithOneCopy,
  testBedWithTwoCopies,
  storedSecret,
} from "../../../support/gateway/test-bed.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";
import { snapshot } from "../../../support/gateway/snapshot.ts";

describe("clients.delete", () => {
  test("ends the tokens first, so that none comes back with the id", async () => {
    const bed = await testBedWithOneCopy();
    const { access, refresh: refreshToken } = await issueTokenPair(bed);
    bed.gateway.advance(2_000);
    // The refresh takes the entries of its second off the list: only the keys lead to the new token.
    const stray = (await refreshTokens(bed, (await issueTokenPair(bed)).refresh)).access;
    const from = bed.gateway.requests.length;
    const report = await bed.tyk.clients.delete(onOrders);
    expect(report).toMatchObject({
      clientId,
      apis: [{ apiId: "orders", existed: true }],
      tokens: { apis: [{ apiId: "orders", state: "refused-at-api" }] },
      advice: expect.stringContaining("never create this client_id again") as unknown,
    });
    const operations = operationsSince(bed, from);
    const lastRevocation = operations.lastIndexOf("deleteKey");
    expect(lastRevocation).toBeGreaterThan(-1);
    expect(lastRevocation).toBeLessThan(operations.indexOf("deleteOAuthClient"));
    expect(await keyCodes(bed)).toEqual([]);
    await addClient(bed);
    for (const token of [access, stray]) expect(await callApi(bed, token)).toBe(403);
    expect(await canRefresh(bed, refreshToken)).toBe(false);
  });

  test("waits for the session cache only if there were tokens", async () => {
    for (const hasToken of [true, false]) {
      const bed = await testBedWithOneCopy({ hashKeyFunction: undefined });
      const token = hasToken ? await issueToken(bed) : "";
      if (hasToken) expect(await callApi(bed, token)).toBe(200);
      const report = await bed.tyk.clients.delete(onOrders);
      const waitedMs = (bed.gateway.requests.at(-1)?.at ?? 0) - Date.UTC(2030, 0, 1);
      expect(waitedMs).toBe(hasToken ? 11_000 : 0);
      expect(report.tokens?.apis[0]?.state).toBe(hasToken ? "refused-at-api" : "gone-from-storage");
      await addClient(bed);
      if (hasToken) expect(await callApi(bed, token)).toBe(403);
    }
  });

  test("does not wait with wait: false, and reports that tokens may still be accepted", async () => {
    const bed = await testBedWithOneCopy({ hashKeyFunction: undefined });
    const token = await issueToken(bed);
    await callApi(bed, token);
    const report = await bed.tyk.clients.delete(onOrders, { wait: false });
    expect(report.tokens?.apis).toMatchObject([{ state: "gone-from-storage" }]);
    await addClient(bed);
    expect(await callApi(bed, token)).toBe(200);
  });

  test("with tokens: keep deletes only the client", async () => {
    const bed = await testBedWithOneCopy();
    await issueToken(bed);
    const from = bed.gateway.requests.length;
    const report = await bed.tyk.clients.delete(onOrders, { tokens: "keep" });
    expect(report).not.toHaveProperty("tokens");
    expect(operationsSince(bed, from)).toEqual([
      "getOAuthClient",
      "deleteOAuthClient",
      // That it is gone is read twice, with a control in between.
      "getOAuthClient",
      "getOAuthClientTokens",
      "getOAuthClient",
    ]);
    expect(await keyCodes(bed)).toHaveLength(1);
    expect(await storedSecret(bed, "orders")).toBeUndefined();
  });

  test("succeeds for a client that does not exist, and reports that", async () => {
    const { tyk } = createTestBed();
    const report = await tyk.clients.delete(onOrders);
    expect(report.apis).toEqual([{ apiId: "orders", existed: false }]);
    expect((await tyk.clients.delete(onAllApis)).apis).toEqual([]);
    const nowhere = { apiId: "nowhere", clientId };
    expect(await failure(tyk.clients.delete(nowhere))).toMatchObject({
      code: "not-found",
      outcome: "refused",
    });
  });

  test("called again ends what a deletion without revocation left", async () => {
    const bed = await testBedWithOneCopy();
    const token = await issueToken(bed);
    await bed.tyk.clients.delete(onOrders, { tokens: "keep" });
    // What refresh tokens there were can be revoked no more, now that the client is gone.
    const error = await failure(bed.tyk.clients.delete(onOrders));
    expect(error).toMatchObject({ code: "incomplete", outcome: "applied" });
    expect(await keyCodes(bed)).toEqual([]);
    await addClient(bed);
    expect(await callApi(bed, token)).toBe(403);
  });

  test("on every API deletes each copy, and none of another organisation", async () => {
    const apis = ["orders", "billing", { api_id: "stock", org_id: "umbrella" }];
    const bed = createTestBed({ apis });
    for (const api_id of ["orders", "billing", "stock"]) await addClient(bed, { api_id });
    const tokens = [await issueToken(bed), await issueToken(bed, { api: "billing" })];
    const report = await bed.tyk.clients.delete({ ...onAllApis, orgId: "acme" });
    expect(report.apis).toEqual([
      { apiId: "billing", existed: true },
      { apiId: "orders", existed: true },
    ]);
    expect((await snapshot(bed, ["orders", "billing", "stock"])).clients).toMatchObject({
      orders: [],
      billing: [],
      stock: [{ client_id: clientId }],
    });
    for (const token of tokens) expect(await callApi(bed, token)).toBe(403);
  });

  test("on every API ends the tokens on an API from which the client is gone", async () => {
    const bed = await testBedWithTwoCopies();
    await issueToken(bed, { api: "billing" });
    const path = { apiID: "billing", keyName: clientId };
    await bed.raw.deleteOAuthClient({ path });
    const args = { ifUnproved: "go-on" } as const;
    const { apis } = await bed.tyk.clients.delete(onAllApis, args);
    expect(apis).toEqual([
      { apiId: "billing", existed: false },
      { apiId: "orders", existed: true },
    ]);
    expect(await keyCodes(bed)).toEqual([]);
  });

  test("repairs an index in which only the client is broken", async () => {
    const bed = await testBedWithOneCopy();
    bed.gateway.evictClient("orders", clientId);
    await bed.tyk.clients.delete(onOrders);
    expect(await bed.tyk.clients.list({ apiId: "orders" })).toEqual([]);
  });
});

describe("clients.delete with a fault at each request", () => {
  let tokens: TokenPair[] = [];

  async function build(): Promise<TestBed> {
    const bed = await testBedWithTwoCopies();
    tokens = [await issueTokenPair(bed), await issueTokenPair(bed, { api: "billing" })];
    return bed;
  }

  async function goal(bed: TestBed): Promise<void> {
    expect(await storedSecret(bed, "orders")).toBeUndefined();
    expect(await keyCodes(bed)).toEqual([]);
    await addClient(bed);
    await addClient(bed, { api_id: "billing" });
    for (const [at, api] of ["orders", "billing"].entries()) {
      const { access = "", refresh: token = "" } = tokens[at] ?? {};
      expect(await callApi(bed, access, api)).toBe(403);
      expect(await canRefresh(bed, token, { api })).toBe(false);
    }
  }

  test.each(faultNames)("%s", async (fault) => {
    const run: FaultRun["run"] = (tyk) => tyk.clients.delete(onAllApis);
    expect(await failEachRequest({ build, run, goal }, fault)).not.toEqual([]);
  });
});

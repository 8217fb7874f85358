import { describe, expect, test } from "vitest";
import type { RecordedRequest } from "../../../../src/testing/index.ts";
import { failure } from "../../../support/util/failure.ts";
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
  clientWithOtherWriter,
  initialSecret,
  onOrders,
  testBedWithOneCopy,
  testBedWithTwoCopies,
  storedSecret,
} from "../../../support/gateway/test-bed.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";
import { snapshot } from "../../../support/gateway/snapshot.ts";

describe("clients.delete if the end of the tokens is not proved", () => {
  const busy = { status: 503, body: "busy" };

  /** Of one whose removal was answered with 503 it need not be known that it is alive. */
  const notEnded: unknown = expect.stringMatching(/^(?:still-alive|unverified)$/);

  async function unproved(): Promise<TestBed> {
    const bed = await testBedWithOneCopy();
    await issueTokenPair(bed);
    bed.gateway.fail({ operation: "revokeAllTokens" }, busy, Infinity);
    bed.gateway.fail({ operation: "deleteKey" }, busy, Infinity);
    return bed;
  }

  test("stops before the client is deleted", async () => {
    const bed = await unproved();
    const before = await snapshot(bed);
    const error = await failure(bed.tyk.clients.delete(onOrders));
    expect(error).toMatchObject({
      code: "incomplete",
      outcome: "unknown",
      report: { apis: [{ apiId: "orders", state: notEnded, count: 1 }] },
    });
    expect(error.message).toContain("the client app was not deleted");
    expect(await snapshot(bed)).toEqual(before);
  });

  test("continues if the caller allows it, and reports what it left", async () => {
    const bed = await unproved();
    const report = await bed.tyk.clients.delete(onOrders, { ifUnproved: "go-on" });
    expect(report.tokens?.apis).toMatchObject([{ state: notEnded, count: 1 }]);
    expect(await storedSecret(bed, "orders")).toBeUndefined();
  });

  test("does not report an ended token as alive if it cannot be checked afterwards", async () => {
    const bed = await testBedWithOneCopy();
    await issueToken(bed);
    let lookups = 0;
    // The first look finds it alive; after its revocation it cannot be looked up.
    const isSecond = ({ operation }: RecordedRequest): boolean =>
      operation === "getKey" && (lookups += 1) > 1;
    bed.gateway.fail(isSecond, busy, Infinity);
    const error = await failure(bed.tyk.clients.delete(onOrders));
    expect(await keyCodes(bed)).toEqual([]);
    expect(error).toMatchObject({
      code: "incomplete",
      report: { apis: [{ apiId: "orders", state: "unverified", count: 1 }] },
    });
  });

  test("checks a token again if the response of its removal was lost", async () => {
    const bed = await testBedWithOneCopy();
    await refreshTokens(bed, (await issueTokenPair(bed)).refresh);
    bed.gateway.fail({ operation: "deleteKey" }, "applied-then-drop");
    const { tokens } = await bed.tyk.clients.delete(onOrders);
    expect(await keyCodes(bed)).toEqual([]);
    expect(tokens?.apis).toMatchObject([{ state: "refused-at-api", count: 1 }]);
  });

  test("stops if one of the APIs does not exist, because its name may be misspelt", async () => {
    const bed = await testBedWithOneCopy();
    const apis = ["orders", "biling"];
    const error = await failure(bed.tyk.clients.delete({ clientId, apis }));
    expect(error).toMatchObject({
      code: "incomplete",
      report: { apis: [{ state: "gone-from-storage" }, { apiId: "biling", state: "unverified" }] },
    });
    expect(await storedSecret(bed, "orders")).toBe(initialSecret);
    expect(await failure(bed.tyk.clients.delete({ clientId, apis: ["biling"] }))).toMatchObject({
      code: "not-found",
    });
  });

  test("reports that the client existed if only the second read found it", async () => {
    const bed = await testBedWithTwoCopies();
    const { refresh: token } = await issueTokenPair(bed, { api: "billing" });
    bed.gateway.fail({ path: "/tyk/oauth/clients/billing/app" }, busy);
    const report = await bed.tyk.clients.delete(onAllApis, { ifUnproved: "go-on" });
    expect(report.apis).toEqual([
      { apiId: "billing", existed: true },
      { apiId: "orders", existed: true },
    ]);
    await addClient(bed, { api_id: "billing" });
    expect(await canRefresh(bed, token, { api: "billing" })).toBe(false);
  });

  test("reports after the deletion that a token was issued meanwhile and its refresh token may be alive", async () => {
    const bed = await testBedWithOneCopy();
    const late: TokenPair[] = [];
    const tyk = clientWithOtherWriter(bed, "before", /^DELETE .*\/app$/, async () =>
      late.push(await issueTokenPair(bed)),
    );
    const error = await failure(tyk.clients.delete(onOrders));
    expect(error).toMatchObject({ code: "incomplete", outcome: "applied" });
    expect(error.message).toContain("the client app is deleted");
    expect(await keyCodes(bed)).toEqual([]);
    await addClient(bed);
    expect(await callApi(bed, late[0]?.access ?? "")).toBe(403);
  });

  test("succeeds if keys are not listed, which is the default of packaged gateways", async () => {
    const bed = await testBedWithOneCopy({ listHashedKeys: false });
    const token = await issueToken(bed);
    const report = await bed.tyk.clients.delete(onOrders);
    expect(report.tokens?.apis).toMatchObject([{ state: "unverified", count: 0 }]);
    await addClient(bed);
    expect(await callApi(bed, token)).toBe(403);
  });

  test("names the copies that were not deleted", async () => {
    const bed = await testBedWithTwoCopies();
    bed.gateway.fail({ method: "DELETE", path: /\/billing\/app$/ }, busy);
    const error = await failure(bed.tyk.clients.delete(onAllApis));
    expect(error).toMatchObject({
      code: "incomplete",
      outcome: "applied",
      report: {
        apis: [
          { apiId: "billing", done: false, outcome: "unknown", code: "server" },
          { apiId: "orders", done: true, outcome: "applied" },
        ],
      },
    });
    expect((await snapshot(bed)).clients).toMatchObject({ orders: [], billing: [{}] });
  });
});

import { describe, expect, test } from "vitest";
import type { CutOffReport } from "../../../../src/index.ts";
import { leaks } from "../../../support/secrets/leaks.ts";
import { failure } from "../../../support/util/failure.ts";
import { faultNames, failEachRequest } from "../../../support/gateway/fail-each-request.ts";
import type { FaultRun } from "../../../support/gateway/fail-each-request.ts";
import {
  requestToken,
  canRefresh,
  issueTokenPair,
  keyCodes,
  listedCodes,
  issueToken,
  refreshTokens,
  callApi,
} from "../../../support/gateway/oauth-flow.ts";
import type { TokenPair } from "../../../support/gateway/oauth-flow.ts";
import {
  addClient,
  clientId,
  createTestBed,
  initialSecret,
  operationsSince,
  testBedWithTwoCopies,
  storedSecret,
  storedSecrets,
} from "../../../support/gateway/test-bed.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";
import { snapshot } from "../../../support/gateway/snapshot.ts";

const secret = "the-secret-of-new";
const client = { clientId };
const busy = { status: 503, body: "busy" };

async function works({ gateway }: TestBed, of: string, api: string): Promise<boolean> {
  const fields = { grant_type: "client_credentials" };
  return (await requestToken(gateway, fields, { secret: of, api })).access_token !== undefined;
}

describe("clients.cutOff", () => {
  test("gives every copy a new secret, then ends all tokens", async () => {
    const bed = await testBedWithTwoCopies({ secret: "drifted" });
    const onOrders = await issueTokenPair(bed);
    const onBilling = await issueToken(bed, { api: "billing", secret: "drifted" });
    const from = bed.gateway.requests.length;
    const { copies, report } = await bed.tyk.clients.cutOff(client);

    const [made, other] = copies.map((copy) => copy.client.secret);
    expect(other).toBe(made);
    expect(await storedSecrets(bed)).toEqual([made, made]);
    expect([
      await works(bed, initialSecret, "orders"),
      await works(bed, "drifted", "billing"),
    ]).toEqual([false, false]);
    expect(await callApi(bed, onOrders.access)).toBe(403);
    expect(await callApi(bed, onBilling, "billing")).toBe(403);
    expect(await canRefresh(bed, onOrders.refresh, { secret: made ?? "" })).toBe(false);
    expect(await keyCodes(bed)).toEqual([]);
    expect(report).toMatchObject({
      clientId,
      dryRun: false,
      secrets: [
        { apiId: "billing", secret: "replaced" },
        { apiId: "orders", secret: "replaced" },
      ],
      apis: [
        { apiId: "billing", state: "refused-at-api" },
        { apiId: "orders", state: "refused-at-api" },
      ],
    });
    // Otherwise new tokens are issued while old tokens are revoked.
    const operations = operationsSince(bed, from);
    expect(operations.lastIndexOf("createOAuthClient")).toBeLessThan(
      operations.indexOf("revokeAllTokens"),
    );
  });

  test("reaches tokens that a refresh removed from the list", async () => {
    const bed = createTestBed();
    await addClient(bed);
    const { access } = await refreshTokens(bed, (await issueTokenPair(bed)).refresh);
    expect(await listedCodes(bed)).toEqual([]);
    expect(await callApi(bed, access)).toBe(200);
    await bed.tyk.clients.cutOff(client);
    expect(await callApi(bed, access)).toBe(403);
  });

  test("returns a report that is evidence and has no secret, token or hash", async () => {
    const bed = await testBedWithTwoCopies();
    const { access, refresh: refreshToken } = await issueTokenPair(bed);
    const [hash = ""] = await listedCodes(bed);
    const { report } = await bed.tyk.clients.cutOff(client, { secret });
    const marks = { secret, initialSecret, access, refreshToken, hash };
    expect(leaks(marks, report)).toEqual([]);
    expect(structuredClone(report)).toEqual(report);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(report.beyondReach.map(({ what }) => what)).toEqual([
      "refresh tokens",
      "authorization codes",
      "copies on other APIs",
    ]);
  });

  test("stages the secret first, and changes nothing if staging fails", async () => {
    const bed = await testBedWithTwoCopies();
    await issueToken(bed);
    const before = await snapshot(bed);
    const stage = (next: string): never => {
      throw new Error(next);
    };
    const error = await failure(bed.tyk.clients.cutOff(client, { secret, stage }));
    expect(error).toMatchObject({ code: "config", outcome: "not-sent" });
    expect(leaks({ secret }, error)).toEqual([]);
    expect(await snapshot(bed)).toEqual(before);

    let staged: unknown[] = [];
    await bed.tyk.clients.cutOff(client, {
      stage: async (next) => {
        staged = [next, await storedSecrets(bed)];
      },
    });
    const [made] = await storedSecrets(bed);
    expect(staged).toEqual([made, [initialSecret, initialSecret]]);
  });

  test("with a given secret skips copies that have it already", async () => {
    const bed = await testBedWithTwoCopies({ secret });
    const from = bed.gateway.requests.length;
    await bed.tyk.clients.cutOff(client, { secret });
    const creates = bed.gateway.requests
      .slice(from)
      .filter(({ operation }) => operation === "createOAuthClient");
    expect(creates.map(({ body }) => (JSON.parse(body) as { api_id: string }).api_id)).toEqual([
      "orders",
    ]);
    expect(await storedSecrets(bed)).toEqual([secret, secret]);
  });

  test("uses the gateway's rotation for a copy whose metadata cannot be written back, and reports that", async () => {
    const bed = await testBedWithTwoCopies({ meta_data: { id: 2 ** 53 } });
    const { copies, report } = await bed.tyk.clients.cutOff(client);
    const after = await storedSecrets(bed);
    expect(copies.map((copy) => copy.client.secret)).toEqual(after.toReversed());
    expect(new Set([initialSecret, ...after]).size).toBe(3);
    expect(report.secrets).toEqual([
      { apiId: "billing", secret: "replaced-by-gateway" },
      { apiId: "orders", secret: "replaced" },
    ]);
    expect((await snapshot(bed)).app["billing"]?.meta_data).toEqual({ id: 2 ** 53 });
    // It is not the secret that was given, which is more than a report can say.
    const error = await failure(bed.tyk.clients.cutOff(client, { secret }));
    expect(error).toMatchObject({ code: "incomplete", outcome: "applied" });
    expect(await storedSecret(bed, "billing")).not.toBe(after[1]);
  });

  test("stays within an organisation, and reports that no API has the client", async () => {
    const apis = ["orders", { api_id: "billing", org_id: "umbrella" }];
    const bed = createTestBed({ apis });
    await addClient(bed);
    await addClient(bed, { api_id: "billing" });
    await bed.tyk.clients.cutOff({ clientId, orgId: "umbrella" }, { secret });
    expect(await storedSecrets(bed)).toEqual([initialSecret, secret]);
    const error = await failure(bed.tyk.clients.cutOff({ clientId: "nobody" }));
    expect(error).toMatchObject({ code: "not-found", outcome: "not-sent" });
  });
});

describe("clients.cutOff that fails midway", () => {
  test("continues with the other copies and the tokens, and reports what is left", async () => {
    const bed = await testBedWithTwoCopies();
    const tokens = [await issueToken(bed), await issueToken(bed, { api: "billing" })];
    bed.gateway.fail(({ body }) => body.includes('"api_id":"billing"'), busy);
    const error = await failure(bed.tyk.clients.cutOff(client, { secret }));
    expect(error).toMatchObject({
      code: "incomplete",
      outcome: "applied",
      report: {
        secrets: [
          { apiId: "billing", secret: "unchanged", code: "server" },
          { apiId: "orders", secret: "replaced" },
        ],
      },
    });
    expect(leaks({ secret, initialSecret }, error)).toEqual([]);
    expect(await storedSecrets(bed)).toEqual([secret, initialSecret]);
    for (const token of tokens) expect(await callApi(bed, token)).toBe(403);
  });

  test("reports a secret as unknown if it cannot be read", async () => {
    const bed = await testBedWithTwoCopies();
    const isBilling = ({ path, body }: { path: string; body: string }): boolean =>
      body.includes('"api_id":"billing"') || path.endsWith("/billing/app");
    let requests = 0;
    // The look passes; the create, and the reads that would make up for it, do not.
    bed.gateway.fail((request) => isBilling(request) && (requests += 1) > 1, "drop", 3);
    const report = await reportOf(bed);
    expect(report.secrets).toEqual([
      { apiId: "billing", secret: "unknown", code: "connection" },
      { apiId: "orders", secret: "replaced" },
    ]);
  });

  async function reportOf(bed: TestBed): Promise<CutOffReport> {
    const args = { secret, ifUnproved: "report" } as const;
    return (await bed.tyk.clients.cutOff(client, args)).report;
  }

  test("returns the report instead of an error on request, also if keys are not listed", async () => {
    const bed = createTestBed({ listHashedKeys: false });
    await addClient(bed);
    const token = await issueToken(bed);
    const report = await reportOf(bed);
    expect(report.apis).toMatchObject([{ apiId: "orders", state: "unverified", ended: 1 }]);
    expect(await callApi(bed, token)).toBe(403);
    const error = await failure(bed.tyk.clients.cutOff(client));
    expect(error).toMatchObject({ code: "incomplete" });
  });
});

describe("clients.cutOff with a given secret and a fault at each request", () => {
  test.each(faultNames)("%s", async (fault) => {
    let tokens: TokenPair[] = [];
    const faultRun: FaultRun = {
      build: async () => {
        const bed = await testBedWithTwoCopies();
        tokens = [await issueTokenPair(bed), await issueTokenPair(bed, { api: "billing" })];
        return bed;
      },
      run: (tyk) => tyk.clients.cutOff(client, { secret }),
      goal: async (bed) => {
        expect(await storedSecrets(bed)).toEqual([secret, secret]);
        expect(await keyCodes(bed)).toEqual([]);
        for (const [at, api] of ["orders", "billing"].entries()) {
          const { access = "", refresh: token = "" } = tokens[at] ?? {};
          expect(await callApi(bed, access, api)).toBe(403);
          expect(await canRefresh(bed, token, { api, secret })).toBe(false);
        }
      },
    };
    expect(await failEachRequest(faultRun, fault)).not.toEqual([]);
  });
});

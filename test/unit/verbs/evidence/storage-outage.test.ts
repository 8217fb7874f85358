/**
 * While a gateway's storage is down, its responses look as if nothing existed (trap 28): no client, no key, an empty list. No
 * method may report that as the truth, at whatever point the outage starts, and however short it is.
 */
import { describe, expect, test } from "vitest";
import type {
  RevokeTarget,
  TokenRevocation,
  TokensReport,
  TykOAuth,
} from "../../../../src/index.ts";
import { failure } from "../../../support/util/failure.ts";
import { listedCodes, issueToken, callApi } from "../../../support/gateway/oauth-flow.ts";
import {
  clientId,
  onAllApis,
  initialSecret,
  onOrders,
  storedSecret,
  testBedWithOneCopy,
  testBedWithTwoCopies,
} from "../../../support/gateway/test-bed.ts";
import type { TestBed } from "../../../support/gateway/test-bed.ts";
import {
  testBedWithUnlistedToken,
  failStorage,
  fastOutage,
  slowOutage,
} from "../../../support/gateway/storage-outage.ts";

async function walk(all: AsyncIterable<unknown>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const one of all) found.push(one);
  return found;
}

/** What is wrong with a claim that tokens are gone. */
async function falsehoods(
  bed: TestBed,
  tokens: readonly string[],
  report: TokensReport,
): Promise<string[]> {
  const isClaimed = report.apis.every(({ state }) => state === "refused-at-api");
  const open: string[] = [];
  for (const token of isClaimed ? tokens : [])
    if ((await callApi(bed, token)) === 200) open.push(token);
  return open;
}

describe.each([
  ["slow responses", slowOutage],
  ["fast responses", fastOutage],
])("a storage outage with %s", (_, fault) => {
  const methods: Record<string, (tyk: TykOAuth) => Promise<TokensReport>> = {
    "tokens.revokeAll": (tyk) => tyk.tokens.revokeAll(onOrders, { ifUnproved: "report" }),
    "tokens.revokeAll everywhere": (tyk) =>
      tyk.tokens.revokeAll(onAllApis, { ifUnproved: "report" }),
    "clients.cutOff": async (tyk) =>
      (await tyk.clients.cutOff({ clientId }, { ifUnproved: "report" })).report,
  };
  test.each(Object.entries(methods))(
    "makes %s prove nothing false, at every point",
    async (_name, run) => {
      let proved = 0;
      for (let from = 1; from <= 46; from += 3) {
        for (const length of [1, Infinity]) {
          const { bed, tokens } = await testBedWithUnlistedToken();
          const end = failStorage(bed, from, length, fault);
          const ended = await run(bed.tyk).catch((error: unknown) => error);
          end();
          const report =
            ended instanceof Error ? (ended as { report?: TokensReport }).report : ended;
          if (!(report !== undefined && "apis" in (report as object))) continue;
          const told = report as TokensReport;
          expect([from, length, await falsehoods(bed, tokens, told)]).toEqual([from, length, []]);
          if (told.apis.every(({ state }) => state === "refused-at-api")) proved += 1;
        }
      }
      // An outage that is over in time is made up for.
      expect(proved).toBeGreaterThan(0);
    },
  );

  const doors: Record<string, (token: string, listedCode: string) => RevokeTarget> = {
    "a token": (token) => ({ clientId, token }),
    "an access token": (token) => ({ clientId, token, tokenTypeHint: "access_token" }),
    "a refresh token": (token) => ({ clientId, token, tokenTypeHint: "refresh_token" }),
    "a listed code": (_token, listedCode) => ({ apiId: "orders", listedCode }),
  };
  test.each(Object.entries(doors))(
    "never makes tokens.revoke of %s report something false",
    async (_name, target) => {
      for (let from = 1; from <= 16; from += 1) {
        for (const [length, hasRetries] of [
          [1, false],
          [6, true],
          [Infinity, false],
        ] as const) {
          const writeBacks = hasRetries ? { times: 1, afterRequests: 0 } : 0;
          const bed = await testBedWithOneCopy({ writeBacks });
          // Tokens of one second go off the list together.
          const token = await issueToken(bed);
          const [code = ""] = await listedCodes(bed);
          const other = await issueToken(bed);
          const tyk = hasRetries ? bed.gateway.client() : bed.tyk;
          expect(await callApi(bed, token)).toBe(200);
          const end = failStorage(bed, from, length, fault);
          const revoked = await tyk.tokens
            .revoke(target(token, code))
            .catch((error: unknown) => error);
          end();
          const where = `request ${from}, ${length} long`;
          if (revoked instanceof Error) {
            expect(revoked.message, where).not.toMatch(/not found|not exist|doesn't exist/);
            continue;
          }
          const { state, reason, dropped } = revoked as TokenRevocation;
          expect(["gone-from-storage", "still-alive", "unverified"], where).toContain(state);
          if (state === "unverified") {
            expect(reason, where).toMatch(/\w/);
            continue;
          }
          expect((await callApi(bed, token)) === 200, where).toBe(state === "still-alive");
          expect(await callApi(bed, other), where).toBe(200);
          const isListed = (await listedCodes(bed)).length > (state === "still-alive" ? 1 : 0);
          expect(dropped.length, where).toBe(isListed ? 0 : 1);
        }
      }
    },
  );

  test.each(["token", "listedCode"] as const)(
    "after the removal leaves the state of tokens.revoke by its %s unverified",
    async (kind) => {
      const bed = await testBedWithOneCopy();
      const token = await issueToken(bed);
      const [listedCode = ""] = await listedCodes(bed);
      const target = kind === "token" ? { clientId, token } : { apiId: "orders", listedCode };
      // The control that follows the removal reads the tokens of a client id that nobody uses.
      const path = "/tyk/oauth/clients/orders/tyk-oauth-sdk-probe/tokens";
      bed.gateway.fail({ path }, fault, Infinity);
      expect(await bed.tyk.tokens.revoke(target)).toStrictEqual({
        state: "unverified",
        reason: expect.stringContaining("the token could not be read reliably") as unknown,
        dropped: [],
        unreached: kind === "token" ? ["access_token", "refresh_token"] : ["refresh_token"],
        writtenBack: 0,
      });
      expect(await callApi(bed, token)).toBe(403);
    },
  );

  const changes: Record<string, (tyk: TykOAuth) => Promise<unknown>> = {
    "clients.get": (tyk) => tyk.clients.get(onOrders),
    "clients.update": (tyk) => tyk.clients.update(onOrders, { description: "new" }),
    "clients.update everywhere": (tyk) =>
      tyk.clients.update(onAllApis, { policy_id: "basic" }, { tokens: "revoke" }),
    "clients.replace": (tyk) =>
      tyk.clients.replace(onOrders, { redirect_uri: "https://app.example/cb" }, { tokens: "keep" }),
    "clients.rotateSecret": (tyk) => tyk.clients.rotateSecret(onOrders),
    "clients.rotateSecret everywhere": (tyk) =>
      tyk.clients.rotateSecret(onAllApis, { secret: "a-new-secret" }),
    "clients.inspect": (tyk) => tyk.clients.inspect({ clientId }),
    "tokens.revokeAll": (tyk) => tyk.tokens.revokeAll(onAllApis),
    "clients.cutOff": (tyk) => tyk.clients.cutOff({ clientId }),
  };
  test.each(Object.entries(changes))(
    "never makes %s report an existing client as missing",
    async (name, run) => {
      for (let from = 1; from <= 11; from += 1) {
        for (const length of [1, Infinity]) {
          const bed = await testBedWithTwoCopies(
            {},
            { policies: { gold: ["orders", "billing"], basic: ["orders", "billing"] } },
          );
          const end = failStorage(bed, from, length, fault);
          const ended: unknown = await run(bed.tyk).catch((error: unknown) => error);
          end();
          const code = ended instanceof Error ? (ended as { code?: string }).code : undefined;
          expect([from, length, code]).not.toEqual([from, length, "not-found"]);
          if (!name.includes("rotateSecret everywhere")) continue;
          // All copies, or the caller is told of it.
          const secrets = [await storedSecret(bed, "orders"), await storedSecret(bed, "billing")];
          if (code === undefined) expect(secrets).toEqual(["a-new-secret", "a-new-secret"]);
        }
      }
    },
  );

  test("does not let clients.create overwrite a client that only seems to be missing", async () => {
    for (let from = 1; from <= 8; from += 1) {
      for (const length of [1, 2]) {
        const bed = await testBedWithOneCopy();
        const end = failStorage(bed, from, length, fault);
        const body = { client_id: clientId, api_id: "orders", redirect_uri: "https://x.example/" };
        await failure(bed.tyk.clients.create(body));
        end();
        expect([from, length, await storedSecret(bed, "orders")]).toEqual([
          from,
          length,
          initialSecret,
        ]);
      }
    }
  });

  const reads: Record<string, (tyk: TykOAuth, token: string) => Promise<unknown>> = {
    "clients.list": (tyk) => tyk.clients.list({ apiId: "orders" }),
    "clients.listApis": (tyk) => tyk.clients.listApis({ clientId }),
    "clients.iterate": (tyk) => walk(tyk.clients.iterate({ apiId: "orders" })),
    "clients.iterateAll": (tyk) => walk(tyk.clients.iterateAll()),
    "tokens.inspect": (tyk, token) => tyk.tokens.inspect({ apiId: "orders", token }),
  };
  test.each(Object.entries(reads))(
    "never makes %s report as absent what exists",
    async (_name, run) => {
      const bed = await testBedWithOneCopy();
      const token = await issueToken(bed);
      const truth: unknown = await run(bed.tyk, token);
      for (let from = 1; from <= 8; from += 1) {
        for (const length of [1, 2, Infinity]) {
          const end = failStorage(bed, from, length, fault);
          const said: unknown = await run(bed.tyk, token).catch((error: unknown) => error);
          end();
          if (said instanceof Error)
            expect([from, length, "not-found"]).not.toContain((said as { code?: string }).code);
          else expect([from, length, said]).toEqual([from, length, truth]);
        }
      }
    },
  );

  test("does not let clients.repairIndex report a broken index as repaired", async () => {
    for (let from = 1; from <= 6; from += 1) {
      const bed = await testBedWithOneCopy();
      bed.gateway.evictClient("orders", clientId);
      const end = failStorage(bed, from, Infinity, fault);
      const repair = bed.tyk.clients.repairIndex({ apiId: "orders", candidates: [clientId] });
      expect(await failure(repair)).toMatchObject({ name: expect.any(String) as unknown });
      end();
    }
  });

  test.each(["keep", "revoke"] as const)(
    "does not let clients.delete with tokens %s report an existing client as deleted",
    async (tokens) => {
      let deleted = 0;
      for (let from = 1; from <= 30; from += 1) {
        for (const length of [1, 3, Infinity]) {
          const bed = await testBedWithTwoCopies();
          const end = failStorage(bed, from, length, fault);
          const ended: unknown = await bed.tyk.clients
            .delete(onAllApis, { tokens })
            .catch((error: unknown) => error);
          end();
          if (ended instanceof Error) continue;
          deleted += 1;
          const left = [await storedSecret(bed, "orders"), await storedSecret(bed, "billing")];
          expect([from, length, left]).toEqual([from, length, [undefined, undefined]]);
        }
      }
      expect(deleted).toBeGreaterThan(0);
    },
  );

  test("lets tokens.revoke report a token in use as alive if its removals do nothing", async () => {
    const bed = await testBedWithOneCopy({ writeBacks: { times: 1, afterRequests: 0 } });
    const token = await issueToken(bed);
    expect(await callApi(bed, token)).toBe(200);
    bed.gateway.fail({ operation: "deleteKey" }, fault, Infinity);
    const from = bed.gateway.requests.length;
    expect(await bed.tyk.tokens.revoke({ clientId, token })).toMatchObject({
      state: "still-alive",
      reason: "the gateway did not remove it: its storage may be failing",
      writtenBack: 0,
    });
    const removals = bed.gateway.requests
      .slice(from)
      .filter(({ operation }) => operation === "deleteKey");
    expect(removals.length).toBeLessThan(20);
  });

  test("does not let tokens.find report its result as complete", async () => {
    for (let from = 1; from <= 6; from += 1) {
      const bed = await testBedWithOneCopy();
      await issueToken(bed);
      const end = failStorage(bed, from, 1, fault);
      const found = await bed.tyk.tokens
        .find({ apiId: "orders", where: {} })
        .catch(() => undefined);
      end();
      if (found?.complete === true) expect([from, found.tokens.length]).toEqual([from, 1]);
    }
  });
});

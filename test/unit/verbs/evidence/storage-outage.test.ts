/**
 * While a gateway's storage is down it responds as if nothing were there (trap 28): a client, a key, a list. No method may take
 * that for the truth, whenever the outage comes, and however short it is.
 */
import { describe, expect, test } from "vitest";
import type { RevokeTarget, TokenRevocation, TokensReport, TykOAuth } from "../../../../src/index.ts";
import type { FaultMatch, GatewayFault, RecordedRequest } from "../../../../src/testing/index.ts";
import { failure } from "../../../support/util/failure.ts";
import { listed, mint, use } from "../../../support/gateway/flow.ts";
import {
  addClient,
  clientId,
  everywhere,
  newScene,
  oldSecret,
  onOrders,
  secretOn,
  sceneOfOne,
  sceneOfTwo,
} from "../../../support/gateway/scene.ts";
import type { Scene } from "../../../support/gateway/scene.ts";

/** As slow as measured, and as fast as a healthy gateway: then the other guards alone must tell. */
const slow: GatewayFault = { storage: "down" };
const fast: GatewayFault = { storage: "down", tookMs: 0 };

/** Makes storage fail for some requests of the SDK, counted from 1. */
function outage({ gateway }: Scene, from: number, length: number, fault: GatewayFault): () => void {
  let at = 0;
  const match: FaultMatch = ({ headers }: RecordedRequest) => {
    // The SDK's own requests; those of an application or of the test have no such header.
    if (headers["user-agent"] === undefined) return false;
    at += 1;
    return at >= from && at < from + length;
  };
  const handle = gateway.fail(match, fault, Infinity);
  return () => {
    handle.remove();
  };
}

/** A client with a listed token, a token that no list names, and a key of somebody else. */
async function leaked(): Promise<{ scene: Scene; tokens: string[] }> {
  const scene = await sceneOfOne({ keys: { "a-partner-key": ["orders"] } });
  const [one, stray] = [await mint(scene), await mint(scene)];
  await scene.raw.revokeSingleToken({ body: { token: one, client_id: clientId } });
  scene.gateway.advance(2_000);
  return { scene, tokens: [stray, await mint(scene)] };
}

async function walk(all: AsyncIterable<unknown>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const one of all) found.push(one);
  return found;
}

/** What is wrong with a claim that tokens are gone. */
async function falsehoods(
  scene: Scene,
  tokens: readonly string[],
  report: TokensReport,
): Promise<string[]> {
  const isClaimed = report.apis.every(({ state }) => state === "refused-at-api");
  const open: string[] = [];
  for (const token of isClaimed ? tokens : [])
    if ((await use(scene, token)) === 200) open.push(token);
  return open;
}

describe.each([
  ["slow responses", slow],
  ["fast responses", fast],
])("a storage outage with %s", (_, fault) => {
  const verbs: Record<string, (tyk: TykOAuth) => Promise<TokensReport>> = {
    "tokens.revokeAll": (tyk) => tyk.tokens.revokeAll(onOrders, { ifUnproved: "report" }),
    "tokens.revokeAll everywhere": (tyk) =>
      tyk.tokens.revokeAll(everywhere, { ifUnproved: "report" }),
    "clients.cutOff": async (tyk) =>
      (await tyk.clients.cutOff({ clientId }, { ifUnproved: "report" })).report,
  };
  test.each(Object.entries(verbs))(
    "makes %s prove nothing false, at every point",
    async (_name, run) => {
      let proved = 0;
      for (let from = 1; from <= 46; from += 3) {
        for (const length of [1, Infinity]) {
          const { scene, tokens } = await leaked();
          const end = outage(scene, from, length, fault);
          const ended = await run(scene.tyk).catch((error: unknown) => error);
          end();
          const report =
            ended instanceof Error ? (ended as { report?: TokensReport }).report : ended;
          if (!(report !== undefined && "apis" in (report as object))) continue;
          const told = report as TokensReport;
          expect([from, length, await falsehoods(scene, tokens, told)]).toEqual([from, length, []]);
          if (told.apis.every(({ state }) => state === "refused-at-api")) proved += 1;
        }
      }
      // An outage that is over in time is made up for.
      expect(proved).toBeGreaterThan(0);
    },
  );

  const doors: Record<string, (token: string, listedCode: string) => RevokeTarget> = {
    "a token": (token) => ({ clientId, token }),
    "a token with the hint access_token": (token) => ({
      clientId,
      token,
      tokenTypeHint: "access_token",
    }),
    "a token with the hint refresh_token": (token) => ({
      clientId,
      token,
      tokenTypeHint: "refresh_token",
    }),
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
          const scene = await sceneOfOne({ writeBacks });
          // Tokens of one second go off the list together.
          const token = await mint(scene);
          const [code = ""] = await listed(scene);
          const other = await mint(scene);
          const tyk = hasRetries ? scene.gateway.client() : scene.tyk;
          expect(await use(scene, token)).toBe(200);
          const end = outage(scene, from, length, fault);
          const revoked = await tyk.tokens
            .revoke(target(token, code))
            .catch((error: unknown) => error);
          end();
          if (revoked instanceof Error) continue;
          const { state, reason, dropped } = revoked as TokenRevocation;
          const where = `request ${from}, ${length} long`;
          expect(["gone-from-storage", "still-alive", "unverified"], where).toContain(state);
          if (state === "unverified") {
            expect(reason, where).toMatch(/\w/);
            continue;
          }
          expect((await use(scene, token)) === 200, where).toBe(state === "still-alive");
          expect(await use(scene, other), where).toBe(200);
          const isListed = (await listed(scene)).length > (state === "still-alive" ? 1 : 0);
          expect(dropped.length, where).toBe(isListed ? 0 : 1);
        }
      }
    },
  );

  test.each(["token", "listedCode"] as const)(
    "after the removal leaves the state of tokens.revoke by its %s unverified",
    async (kind) => {
      const scene = await sceneOfOne();
      const token = await mint(scene);
      const [listedCode = ""] = await listed(scene);
      const target = kind === "token" ? { clientId, token } : { apiId: "orders", listedCode };
      // The control that follows the removal reads the tokens of a client id that nobody uses.
      const path = "/tyk/oauth/clients/orders/tyk-oauth-sdk-probe/tokens";
      scene.gateway.fail({ path }, fault, Infinity);
      expect(await scene.tyk.tokens.revoke(target)).toStrictEqual({
        state: "unverified",
        reason: expect.stringContaining("the token could not be read reliably") as unknown,
        dropped: [],
        unreached: kind === "token" ? ["access_token", "refresh_token"] : ["refresh_token"],
        writtenBack: 0,
      });
      expect(await use(scene, token)).toBe(403);
    },
  );

  const changes: Record<string, (tyk: TykOAuth) => Promise<unknown>> = {
    "clients.get": (tyk) => tyk.clients.get(onOrders),
    "clients.update": (tyk) => tyk.clients.update(onOrders, { description: "new" }),
    "clients.update everywhere": (tyk) =>
      tyk.clients.update(everywhere, { policy_id: "basic" }, { tokens: "revoke" }),
    "clients.replace": (tyk) =>
      tyk.clients.replace(onOrders, { redirect_uri: "https://app.example/cb" }, { tokens: "keep" }),
    "clients.rotateSecret": (tyk) => tyk.clients.rotateSecret(onOrders),
    "clients.rotateSecret everywhere": (tyk) =>
      tyk.clients.rotateSecret(everywhere, { secret: "a-new-secret" }),
    "clients.inspect": (tyk) => tyk.clients.inspect({ clientId }),
    "tokens.revokeAll": (tyk) => tyk.tokens.revokeAll(everywhere),
    "clients.cutOff": (tyk) => tyk.clients.cutOff({ clientId }),
  };
  test.each(Object.entries(changes))(
    "never makes %s report an existing client as missing",
    async (name, run) => {
      for (let from = 1; from <= 11; from += 1) {
        for (const length of [1, Infinity]) {
          const scene = await sceneOfTwo(
            {},
            { policies: { gold: ["orders", "billing"], basic: ["orders", "billing"] } },
          );
          const end = outage(scene, from, length, fault);
          const ended: unknown = await run(scene.tyk).catch((error: unknown) => error);
          end();
          const code = ended instanceof Error ? (ended as { code?: string }).code : undefined;
          expect([from, length, code]).not.toEqual([from, length, "not-found"]);
          if (!name.includes("rotateSecret everywhere")) continue;
          // All copies, or the caller is told of it.
          const secrets = [await secretOn(scene, "orders"), await secretOn(scene, "billing")];
          if (code === undefined) expect(secrets).toEqual(["a-new-secret", "a-new-secret"]);
        }
      }
    },
  );

  test("does not let clients.create overwrite a client that only seems to be missing", async () => {
    for (let from = 1; from <= 8; from += 1) {
      for (const length of [1, 2]) {
        const scene = await sceneOfOne();
        const end = outage(scene, from, length, fault);
        const body = { client_id: clientId, api_id: "orders", redirect_uri: "https://x.example/" };
        await failure(scene.tyk.clients.create(body));
        end();
        expect([from, length, await secretOn(scene, "orders")]).toEqual([from, length, oldSecret]);
      }
    }
  });

  const reads: Record<string, (tyk: TykOAuth, token: string) => Promise<unknown>> = {
    "clients.list": (tyk) => tyk.clients.list({ apiId: "orders" }),
    "clients.listApis": (tyk) => tyk.clients.listApis({ clientId }),
    "clients.iterateAll": (tyk) => walk(tyk.clients.iterateAll()),
    "tokens.inspect": (tyk, token) => tyk.tokens.inspect({ apiId: "orders", token }),
  };
  test.each(Object.entries(reads))(
    "never makes %s report as absent what exists",
    async (_name, run) => {
      const scene = await sceneOfOne();
      const token = await mint(scene);
      const truth: unknown = await run(scene.tyk, token);
      for (let from = 1; from <= 8; from += 1) {
        for (const length of [1, 2, Infinity]) {
          const end = outage(scene, from, length, fault);
          const said: unknown = await run(scene.tyk, token).catch((error: unknown) => error);
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
      const scene = await sceneOfOne();
      scene.gateway.evictClient("orders", clientId);
      const end = outage(scene, from, Infinity, fault);
      const repair = scene.tyk.clients.repairIndex({ apiId: "orders", candidates: [clientId] });
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
          const scene = await sceneOfTwo();
          const end = outage(scene, from, length, fault);
          const ended: unknown = await scene.tyk.clients
            .delete(everywhere, { tokens })
            .catch((error: unknown) => error);
          end();
          if (ended instanceof Error) continue;
          deleted += 1;
          const left = [await secretOn(scene, "orders"), await secretOn(scene, "billing")];
          expect([from, length, left]).toEqual([from, length, [undefined, undefined]]);
        }
      }
      expect(deleted).toBeGreaterThan(0);
    },
  );

  test("lets tokens.revoke report a token in use as alive if its removals do nothing", async () => {
    const scene = await sceneOfOne({ writeBacks: { times: 1, afterRequests: 0 } });
    const token = await mint(scene);
    expect(await use(scene, token)).toBe(200);
    scene.gateway.fail({ operation: "deleteKey" }, fault, Infinity);
    const from = scene.gateway.requests.length;
    expect(await scene.tyk.tokens.revoke({ clientId, token })).toMatchObject({
      state: "still-alive",
      reason: "the gateway did not remove it: its storage may be failing",
      writtenBack: 0,
    });
    const removals = scene.gateway.requests
      .slice(from)
      .filter(({ operation }) => operation === "deleteKey");
    expect(removals.length).toBeLessThan(20);
  });

  test("does not let tokens.find report its result as complete", async () => {
    for (let from = 1; from <= 6; from += 1) {
      const scene = await sceneOfOne();
      await mint(scene);
      const end = outage(scene, from, 1, fault);
      const found = await scene.tyk.tokens
        .find({ apiId: "orders", where: {} })
        .catch(() => undefined);
      end();
      if (found?.complete === true) expect([from, found.tokens.length]).toEqual([from, 1]);
    }
  });
});

test("a client that no API has is still not found, verified by a control", async () => {
  const scene = newScene();
  await addClient(scene, { client_id: "other" });
  for (const call of [
    () => scene.tyk.clients.get(onOrders),
    () => scene.tyk.clients.update(onOrders, {}),
    () => scene.tyk.tokens.revokeAll(onOrders),
    () => scene.tyk.clients.cutOff({ clientId }),
  ])
    expect(await failure(call())).toMatchObject({ code: "not-found" });
});

test("a write that is 404 for a client that was read is a conflict, not a missing client", async () => {
  const scene = await sceneOfOne();
  scene.gateway.fail({ method: "PUT" }, slow);
  const error = await failure(scene.tyk.clients.update(onOrders, { description: "new" }));
  expect(error).toMatchObject({ code: "conflict", outcome: "unknown" });
  expect(error.message).toBe(
    "clients.update: the client app was on the API orders a moment ago, but now the gateway responds that it is not: somebody deleted it, or the gateway's storage is failing. Read the client before you call again",
  );
});

test.each([slow, fast])(
  "a deletion that did nothing is noticed, and done again: %o",
  async (fault) => {
    const scene = await sceneOfOne();
    scene.gateway.fail({ operation: "deleteOAuthClient" }, fault);
    await scene.tyk.clients.delete(onOrders, { tokens: "keep" });
    expect(await secretOn(scene, "orders")).toBeUndefined();

    const again = await sceneOfOne();
    again.gateway.fail({ operation: "deleteOAuthClient" }, fault, Infinity);
    const error = await failure(again.tyk.clients.delete(onOrders, { tokens: "keep" }));
    expect(error).toMatchObject({ code: "conflict", outcome: "applied" });
  },
);

test.each([slow, fast])("an empty list and a missing key need a control: %o", async (fault) => {
  const calls: ((tyk: TykOAuth, listedCode: string) => Promise<unknown>)[] = [
    (tyk) => tyk.clients.list({ apiId: "orders" }),
    (tyk) => tyk.clients.listApis({ clientId }),
    (tyk) => tyk.clients.iterateAll().next(),
    (tyk) => tyk.clients.repairIndex({ apiId: "orders", candidates: [] }),
    (tyk, listedCode) => tyk.tokens.inspect({ apiId: "orders", listedCode }),
  ];
  for (const call of calls) {
    const scene = await sceneOfOne();
    await mint(scene);
    const [listedCode = ""] = await listed(scene);
    const healthy = await call(scene.tyk, listedCode);
    for (const length of [1, Infinity]) {
      const end = outage(scene, 1, length, fault);
      const ended = await call(scene.tyk, listedCode).catch((error: unknown) => error);
      end();
      if (ended instanceof Error)
        expect(ended).toMatchObject({ code: "incomplete", report: { state: "unverified" } });
      else expect(ended).toEqual(healthy);
    }
  }
});

test("a list of keys that omits an existing key proves nothing", async () => {
  const { scene } = await leaked();
  let lists = 0;
  scene.gateway.fail(
    ({ operation }) => operation === "listKeys" && (lists += 1) > 1,
    { status: 200, body: { keys: [] } },
    Infinity,
  );
  const { apis } = await scene.tyk.tokens.revokeAll(onOrders, { ifUnproved: "report" });
  expect(apis).toMatchObject([{ state: "unverified" }]);
  expect(apis[0]?.reason).toContain("omits a key that exists");
});

test("a list of keys that was once wrong is not trusted later, unless it shows an existing key", async () => {
  for (const isMended of [false, true]) {
    const scene = await sceneOfOne({ keys: isMended ? { "a-partner-key": ["orders"] } : {} });
    await mint(scene);
    scene.gateway.fail(
      { operation: "listKeys" },
      { status: 200, body: { keys: [] } },
      isMended ? 1 : Infinity,
    );
    const { apis } = await scene.tyk.tokens.revokeAll(onOrders, { ifUnproved: "report" });
    expect(apis).toMatchObject([{ state: isMended ? "refused-at-api" : "unverified" }]);
  }
});

/** A token that is in use is stored again by requests that were in flight while it was removed (trap 24). */
import { describe, expect, test } from "vitest";
import type { TokensReport, TykOAuth } from "../../../../src/index.ts";
import { failure } from "../../../support/util/failure.ts";
import { canRefresh, grant, keys, listed, mint, use } from "../../../support/gateway/flow.ts";
import type { Pair } from "../../../support/gateway/flow.ts";
import {
  clientId,
  everywhere,
  onOrders,
  sceneOfOne,
  sceneOfTwo,
  secretOn,
  waitingBy,
} from "../../../support/gateway/scene.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import type { Scene } from "../../../support/gateway/scene.ts";

/** Four pairs that somebody is using. */
async function underFire(
  times: number,
  afterRequests = 1,
): Promise<{ scene: Scene; pairs: Pair[] }> {
  const scene = await sceneOfOne({ writeBacks: { times, afterRequests } });
  const pairs: Pair[] = [];
  for (let at = 0; at < 4; at += 1) pairs.push(await grant(scene));
  for (const { access } of pairs) expect(await use(scene, access)).toBe(200);
  return { scene, pairs };
}

const ending: Record<string, (tyk: TykOAuth) => Promise<TokensReport | undefined>> = {
  "tokens.revokeAll": (tyk) => tyk.tokens.revokeAll(onOrders),
  "clients.cutOff": async (tyk) => (await tyk.clients.cutOff({ clientId })).report,
  "clients.delete": async (tyk) => (await tyk.clients.delete(onOrders)).tokens,
};

describe.each(Object.entries(ending))("%s of tokens in use", (name, run) => {
  test.each([
    [1, 1],
    [3, 1],
    [21, 2],
    [5, 7],
  ])("that come back %i times ends them, and reports the count", async (times, afterRequests) => {
    const { scene, pairs } = await underFire(times, afterRequests);
    const report = await run(scene.tyk);
    expect(report?.apis).toMatchObject([{ apiId: "orders", state: "refused-at-api", ended: 4 }]);
    // A session that came back within a read and its removal is one that was there all the time.
    const [{ writtenBack } = { writtenBack: 0 }] = report?.apis ?? [];
    expect(writtenBack).toBeGreaterThan(0);
    expect(writtenBack).toBeLessThanOrEqual(4 * times);
    expect(await keys(scene)).toEqual([]);
    const secret = await secretOn(scene, "orders");
    for (const { access, refresh } of pairs) {
      expect(await use(scene, access)).toBe(403);
      if (name !== "clients.delete")
        expect(await canRefresh(scene, refresh, secret === undefined ? {} : { secret })).toBe(
          false,
        );
    }
  });

  test("that always come back reports them as alive", async () => {
    const { scene } = await underFire(Infinity);
    const error = await failure(run(scene.tyk));
    expect(error).toMatchObject({
      code: "incomplete",
      report: { apis: [{ state: "still-alive", count: 4 }] },
    });
  });
});

describe("a gateway that confirms a revocation and does nothing", () => {
  const confirmed = { status: 200, body: { status: "ok", message: "" } };
  const state = "unverified";
  const reason = "the refresh tokens behind listed tokens were not revoked";

  test("is noticed although the tokens are in use: they stay on the list", async () => {
    const { scene, pairs } = await underFire(2);
    scene.gateway.fail({ operation: "revokeAllTokens" }, confirmed, Infinity);
    const { apis } = await scene.tyk.tokens.revokeAll(onOrders, { ifUnproved: "report" });
    expect(apis).toMatchObject([{ state, reason, ended: 4 }]);
    expect(apis[0]?.writtenBack).toBeGreaterThan(0);
    for (const { access, refresh } of pairs) {
      expect(await use(scene, access)).toBe(403);
      expect(await canRefresh(scene, refresh)).toBe(true);
    }
  });

  test("is noticed by a later read of the list, after a revocation that worked", async () => {
    const { scene } = await underFire(1, 0);
    let later: Pair | undefined;
    const tyk = waitingBy(scene, async (ms) => {
      scene.gateway.advance(ms);
      if (later === undefined)
        scene.gateway.fail({ operation: "revokeAllTokens" }, confirmed, Infinity);
      later ??= await grant(scene);
      await use(scene, later.access);
    });
    const { apis } = await tyk.tokens.revokeAll(onOrders, { ifUnproved: "report" });
    expect(apis).toMatchObject([{ state, reason, ended: 5 }]);
    expect(await canRefresh(scene, later?.refresh ?? "")).toBe(true);
  });
});

test.each([
  ["once", 1],
  ["always", Infinity],
])(
  "a list whose read fails %s is not emptied: its tokens that come back would be lost",
  async (_, times) => {
    const policies = { basic: ["orders"], gold: ["billing"] };
    const scene = await sceneOfTwo({}, { policies, writeBacks: { times: 1, afterRequests: 1 } });
    await scene.raw.updateOAuthClient({
      path: { apiID: "orders", keyName: clientId },
      body: { redirect_uri: redirectUri, policy_id: "basic" },
    });
    const onBilling = await grant(scene, { api: "billing" });
    expect(await use(scene, (await grant(scene)).access)).toBe(200);
    expect(await use(scene, onBilling.access, "billing")).toBe(200);
    const [code = ""] = await listed(scene, "billing");
    const fault = scene.gateway.fail(
      ({ path, headers }) =>
        path.endsWith(`/billing/${clientId}/tokens`) && headers["user-agent"] !== undefined,
      "html",
      times,
    );
    const ended: unknown = await scene.tyk.clients
      .delete(everywhere, { sweep: false })
      .catch((error: unknown) => error);
    const isDeleted = (await secretOn(scene, "billing")) === undefined;
    expect(isDeleted).toBe(times === 1);
    if (isDeleted) expect(await keys(scene)).toEqual([]);
    else {
      expect(ended).toMatchObject({ code: "incomplete" });
      fault.remove();
      expect(await listed(scene, "billing")).toEqual([code]);
    }
  },
);

test("a gateway from 5.15 on writes nothing back", async () => {
  const scene = await sceneOfOne({ version: "5.15.0", writeBacks: 3 });
  expect(await use(scene, await mint(scene))).toBe(200);
  const { apis } = await scene.tyk.tokens.revokeAll(onOrders);
  expect(apis).toMatchObject([{ state: "refused-at-api", ended: 1, writtenBack: 0 }]);
});

test.each([
  ["token", 1],
  ["token", 2],
  ["listedCode", 1],
  ["listedCode", 2],
] as const)(
  "tokens.revoke by %s removes a token until it stays away, if it is back after %i requests",
  async (by, afterRequests) => {
    const scene = await sceneOfOne({ writeBacks: { times: 5, afterRequests } });
    const token = await mint(scene);
    expect(await use(scene, token)).toBe(200);
    const [listedCode = ""] = await listed(scene);
    const target = by === "token" ? { clientId, token } : { apiId: "orders", listedCode };
    const revoked = await scene.tyk.tokens.revoke(target);
    expect(revoked).toMatchObject({ state: "gone-from-storage" });
    expect(revoked.writtenBack).toBeGreaterThan(0);
    expect(await use(scene, token)).toBe(403);
    expect(await keys(scene)).toEqual([]);
  },
);

test("tokens.revoke removes a token that is back only at the last read", async () => {
  const scene = await sceneOfOne({ hashKeys: false, writeBacks: { times: 3, afterRequests: 2 } });
  const token = await mint(scene);
  expect(await use(scene, token)).toBe(200);
  const revoked = await scene.tyk.tokens.revoke({ clientId, token });
  expect(revoked).toMatchObject({ state: "gone-from-storage" });
  expect(revoked.writtenBack).toBeGreaterThan(0);
  expect(await use(scene, token)).toBe(403);
});

import { describe, expect, test } from "vitest";
import type { ApiTokens, RevokeAllArgs, TokensReport } from "../../../../src/index.ts";
import { failure } from "../../../support/util/failure.ts";
import { faultNames, spoilEach } from "../../../support/gateway/fault-run.ts";
import type { FaultScene } from "../../../support/gateway/fault-run.ts";
import { canRefresh, grant, keys, listed, mint, refresh, use } from "../../../support/gateway/flow.ts";
import type { Pair } from "../../../support/gateway/flow.ts";
import { addClient, clientId, everywhere, meanwhile, newScene, onOrders, operationsSince, sceneOfOne, sceneOfTwo, untilAborted, waitingBy } from "../../../support/gateway/scene.ts";
import type { Scene } from "../../../support/gateway/scene.ts";

/** What the verb says of each API, proved or not. */
async function report(scene: Scene, args: RevokeAllArgs = {}): Promise<readonly ApiTokens[]> {
  const all = { ...args, ifUnproved: "report" } as const;
  return (await scene.tyk.tokens.revokeAll(onOrders, all)).apis;
}

/** What a failed revocation reports. */
function reportIn(error: unknown): TokensReport {
  return (error as { report: TokensReport }).report;
}

describe("tokens.revokeAll", () => {
  test("ends the listed tokens and their refresh tokens, and proves it", async () => {
    const scene = await sceneOfOne();
    const { access, refresh: token } = await grant(scene);
    const from = scene.gateway.requests.length;
    const { data, steps } = await scene.tyk.tokens.revokeAll(onOrders).withResponse();
    expect(data).toMatchObject({ clientId, gateway: scene.gateway.url, dryRun: false });
    const line = { apiId: "orders", state: "refused-at-api", count: 1, ended: 1, writtenBack: 0 };
    expect(data.apis).toEqual([{ ...line, checkedAt: "2030-01-01T00:00:11.000Z" }]);
    expect(data.startedAt).toBe("2030-01-01T00:00:00.000Z");
    // Each key is looked up by a request of its own, which is no step.
    expect(steps.map(({ operation }) => operation)).not.toContain("getKey");
    const last = ["getKey", "listKeys", "getOAuthClient", "getOAuthClient"];
    expect(operationsSince(scene, from).slice(-4)).toEqual(last);
    expect(await use(scene, access)).toBe(403);
    expect(await canRefresh(scene, token)).toBe(false);
  });

  test("ends tokens that a refresh, or a revocation in the same second, removed from the list", async () => {
    const scene = await sceneOfOne();
    const refreshed = await refresh(scene, (await grant(scene)).refresh);
    scene.gateway.advance(2_000);
    const [token, dropped] = [await mint(scene), await mint(scene)];
    await scene.raw.revokeSingleToken({ body: { token, client_id: clientId } });
    expect(await listed(scene)).toEqual([]);
    for (const stray of [refreshed.access, dropped]) expect(await use(scene, stray)).toBe(200);
    expect(await report(scene)).toMatchObject([{ state: "refused-at-api", ended: 2 }]);
    for (const stray of [refreshed.access, dropped]) expect(await use(scene, stray)).toBe(403);
  });

  /** Either a refresh token is dead, or it is said that it may live. */
  async function expectHonest(
    scene: Scene,
    apis: TokensReport["apis"],
    token: string,
  ): Promise<void> {
    expect(await keys(scene)).toEqual([]);
    const isClaimed = apis[0]?.state === "refused-at-api";
    expect(isClaimed && (await canRefresh(scene, token))).toBe(false);
  }

  test("ends refresh tokens if only the second read of the list succeeds", async () => {
    const scene = await sceneOfOne();
    const { refresh: token } = await grant(scene);
    scene.gateway.fail({ operation: "getOAuthClientTokens" }, { status: 503, body: "busy" });
    await expectHonest(scene, await report(scene), token);
  });

  test("ends the refresh token of a grant between the read of the list and the read of the keys", async () => {
    const scene = await sceneOfOne();
    let token = "";
    const tyk = meanwhile(scene, "after", /\/tokens$/, async () => {
      token = (await grant(scene)).refresh;
    });
    await expectHonest(scene, await report({ ...scene, tyk }), token);
  });

  test("works if keys are not hashed, and if an API's index is broken", async () => {
    for (const options of [{ hashKeys: false }, {}]) {
      const scene = await sceneOfOne(options);
      await addClient(scene, { client_id: "broken" });
      scene.gateway.evictClient("orders", "broken");
      const { access, refresh: token } = await grant(scene);
      expect(await report(scene)).toMatchObject([{ state: "refused-at-api", ended: 1 }]);
      expect(await use(scene, access)).toBe(403);
      expect(await canRefresh(scene, token)).toBe(false);
    }
  });

  test("leaves copies that are not named alone, though they share the secret, and other clients", async () => {
    const policies = { gold: ["orders"], silver: ["billing"], both: ["orders", "billing"] };
    const scene = await sceneOfTwo({ policy_id: "silver" }, { policies });
    await addClient(scene, { client_id: "other" });
    const others = [await mint(scene, { id: "other" }), await mint(scene)];
    const onBilling = await grant(scene, { api: "billing" });
    await scene.tyk.tokens.revokeAll(onOrders);
    expect(await use(scene, others[0] ?? "")).toBe(200);
    expect(await use(scene, others[1] ?? "")).toBe(403);
    expect(await use(scene, onBilling.access, "billing")).toBe(200);
    expect(await listed(scene, "billing")).toHaveLength(1);
    expect(await canRefresh(scene, onBilling.refresh, { api: "billing" })).toBe(true);
    // One that opens this API is ended, wherever it was minted.
    await addClient(scene, { api_id: "billing", policy_id: "both" });
    const token = await mint(scene, { api: "billing" });
    await scene.tyk.tokens.revokeAll(onOrders);
    expect(await use(scene, token)).toBe(403);
  });

  test("reports an unknown client without tokens as not found", async () => {
    const { tyk } = newScene();
    for (const target of [onOrders, everywhere, { clientId, apis: ["orders"] }]) {
      const error = await failure(tyk.tokens.revokeAll(target));
      expect(error).toMatchObject({ code: "not-found", outcome: "not-sent" });
    }
  });

  test("does not report a client as having no tokens if they cannot be read", async () => {
    const scene = await sceneOfOne();
    await mint(scene);
    await scene.raw.deleteOAuthClient({ path: { apiID: "orders", keyName: clientId } });
    for (const operation of ["getOAuthClientTokens", "listKeys"])
      scene.gateway.fail({ operation }, "drop", Infinity);
    const error = await failure(scene.tyk.tokens.revokeAll(onOrders));
    expect(error.code).not.toBe("not-found");
  });

  test("of a deleted client ends what it left, and never claims to end its refresh tokens", async () => {
    const scene = await sceneOfOne();
    const { access } = await grant(scene);
    await scene.raw.deleteOAuthClient({ path: { apiID: "orders", keyName: clientId } });
    const first = await failure(scene.tyk.tokens.revokeAll(onOrders));
    const reason = "the refresh tokens behind listed tokens were not revoked";
    expect(reportIn(first).apis).toMatchObject([{ state: "unverified", ended: 1, reason }]);
    expect(await keys(scene)).toEqual([]);
    // Nothing has become of the refresh token since.
    expect(await report(scene)).toMatchObject([{ state: "unverified" }]);
    await addClient(scene);
    expect(await use(scene, access)).toBe(403);
  });
});

describe("tokens.revokeAll and the session cache", () => {
  /** A token that is in the cache. */
  async function cached(): Promise<[Scene, string]> {
    const scene = await sceneOfOne({ hashKeyFunction: undefined });
    const token = await mint(scene);
    expect(await use(scene, token)).toBe(200);
    return [scene, token];
  }

  test("waits until the API refuses the tokens in use", async () => {
    const [scene, token] = await cached();
    expect(await report(scene)).toMatchObject([{ state: "refused-at-api" }]);
    expect(await use(scene, token)).toBe(403);
  });

  test("with wait: false reports only that the tokens are gone from storage", async () => {
    const [scene, token] = await cached();
    expect(await report(scene, { wait: false })).toMatchObject([{ state: "gone-from-storage" }]);
    expect(await use(scene, token)).toBe(200);
    scene.gateway.advance(10_001);
    expect(await use(scene, token)).toBe(403);
  });

  test("waits as long as the caller wants", async () => {
    const [scene] = await cached();
    const { startedAt, apis } = await scene.tyk.tokens.revokeAll(onOrders, { wait: 60_000 });
    expect(Date.parse(apis[0]?.checkedAt ?? "") - Date.parse(startedAt)).toBe(60_000);
    for (const wait of [0, -1, 600_001, Number.NaN, "11" as unknown as number])
      expect(await failure(scene.tyk.tokens.revokeAll(onOrders, { wait }))).toMatchObject({
        field: "wait",
      });
  });

  test("ends tokens that are issued during the wait, and waits again", async () => {
    const scene = await sceneOfOne();
    const minted: string[] = [];
    const waits: number[] = [];
    const tyk = (mints: number): Scene["tyk"] =>
      waitingBy(scene, async (ms) => {
        waits.push(ms);
        scene.gateway.advance(ms);
        if (minted.length < mints) minted.push(await mint(scene));
      });
    const done = await tyk(1).tokens.revokeAll(onOrders);
    expect(waits).toEqual([11_000, 11_000]);
    expect(done.apis).toMatchObject([{ state: "refused-at-api", ended: 1 }]);
    for (const token of minted) expect(await use(scene, token)).toBe(403);

    const error = await failure(tyk(Infinity).tokens.revokeAll(onOrders));
    expect(reportIn(error).apis).toMatchObject([
      {
        state: "unverified",
        reason: expect.stringContaining("were still being issued") as unknown,
      },
    ]);
  });

  test("ends the wait on an abort or the deadline, and reports what was done", async () => {
    for (const code of ["aborted", "timeout"]) {
      const scene = await sceneOfOne();
      await mint(scene);
      const stop = new AbortController();
      const tyk = waitingBy(scene, (ms, signal) => {
        if (code === "aborted") stop.abort();
        return untilAborted(ms, signal);
      });
      const options = code === "aborted" ? { signal: stop.signal } : { deadlineMs: 100 };
      const error = await failure(tyk.tokens.revokeAll(onOrders, {}, options));
      expect(error).toMatchObject({ code, outcome: "applied", operation: "tokens.revokeAll" });
      expect(error.steps.map(({ operation }) => operation)).toContain("revokeAllTokens");
      expect(reportIn(error).apis).toMatchObject([{ state: "gone-from-storage", ended: 1 }]);
      expect(await keys(scene)).toEqual([]);
    }
  });
});

test.each(faultNames)("tokens.revokeAll with a fault at each request: %s", async (fault) => {
  const ofBilling = { api: "billing", secret: "drifted" };
  let left: readonly [Pair, Pair, Pair];
  const verb: FaultScene = {
    build: async () => {
      const scene = await sceneOfTwo({ secret: "drifted" });
      // One that a refresh took off the list.
      const stray = await refresh(scene, (await grant(scene)).refresh);
      scene.gateway.advance(2_000);
      left = [stray, await grant(scene), await grant(scene, ofBilling)];
      return scene;
    },
    run: (tyk) => tyk.tokens.revokeAll(everywhere),
    goal: async (scene) => {
      const [stray, onOrders, onBilling] = left;
      expect(await keys(scene)).toEqual([]);
      expect(await use(scene, stray.access)).toBe(403);
      expect(await canRefresh(scene, onOrders.refresh)).toBe(false);
      expect(await canRefresh(scene, onBilling.refresh, ofBilling)).toBe(false);
    },
  };
  expect(await spoilEach(verb, fault)).not.toEqual([]);
});

import { describe, expect, test } from "vitest";
import { failure } from "../../../support/util/failure.ts";
import { faultNames, spoilEach } from "../../../support/gateway/fault-run.ts";
import type { FaultScene } from "../../../support/gateway/fault-run.ts";
import { canRefresh, grant, keys, mint, refresh, use } from "../../../support/gateway/flow.ts";
import type { Pair } from "../../../support/gateway/flow.ts";
import { addClient, clientId, everywhere, newScene, onOrders, operationsSince, sceneOfOne, sceneOfTwo, secretOn } from "../../../support/gateway/scene.ts";
import type { Scene } from "../../../support/gateway/scene.ts";
import { snapshot } from "../../../support/gateway/snapshot.ts";

describe("clients.delete", () => {
  test("ends the tokens first, so that none comes back with the id", async () => {
    const scene = await sceneOfOne();
    const { access, refresh: refreshToken } = await grant(scene);
    scene.gateway.advance(2_000);
    // The refresh takes the entries of its second off the list: only the keys lead to the new token.
    const stray = (await refresh(scene, (await grant(scene)).refresh)).access;
    const from = scene.gateway.requests.length;
    const report = await scene.tyk.clients.delete(onOrders);
    expect(report).toMatchObject({
      clientId,
      apis: [{ apiId: "orders", existed: true }],
      tokens: { apis: [{ apiId: "orders", state: "refused-at-api" }] },
      advice: expect.stringContaining("never create this client_id again") as unknown,
    });
    const operations = operationsSince(scene, from);
    const lastRevocation = operations.lastIndexOf("deleteKey");
    expect(lastRevocation).toBeGreaterThan(-1);
    expect(lastRevocation).toBeLessThan(operations.indexOf("deleteOAuthClient"));
    expect(await keys(scene)).toEqual([]);
    await addClient(scene);
    for (const token of [access, stray]) expect(await use(scene, token)).toBe(403);
    expect(await canRefresh(scene, refreshToken)).toBe(false);
  });

  test("waits for the session cache only if there were tokens", async () => {
    for (const hasToken of [true, false]) {
      const scene = await sceneOfOne({ hashKeyFunction: undefined });
      const token = hasToken ? await mint(scene) : "";
      if (hasToken) expect(await use(scene, token)).toBe(200);
      const report = await scene.tyk.clients.delete(onOrders);
      const waitedMs = (scene.gateway.requests.at(-1)?.at ?? 0) - Date.UTC(2030, 0, 1);
      expect(waitedMs).toBe(hasToken ? 11_000 : 0);
      expect(report.tokens?.apis[0]?.state).toBe(hasToken ? "refused-at-api" : "gone-from-storage");
      await addClient(scene);
      if (hasToken) expect(await use(scene, token)).toBe(403);
    }
  });

  test("does not wait with wait: false, and reports that tokens may still be accepted", async () => {
    const scene = await sceneOfOne({ hashKeyFunction: undefined });
    const token = await mint(scene);
    await use(scene, token);
    const report = await scene.tyk.clients.delete(onOrders, { wait: false });
    expect(report.tokens?.apis).toMatchObject([{ state: "gone-from-storage" }]);
    await addClient(scene);
    expect(await use(scene, token)).toBe(200);
  });

  test("with tokens: keep deletes only the client", async () => {
    const scene = await sceneOfOne();
    await mint(scene);
    const from = scene.gateway.requests.length;
    const report = await scene.tyk.clients.delete(onOrders, { tokens: "keep" });
    expect(report).not.toHaveProperty("tokens");
    expect(operationsSince(scene, from)).toEqual([
      "getOAuthClient",
      "deleteOAuthClient",
      // That it is gone is read twice, with a control in between.
      "getOAuthClient",
      "getOAuthClientTokens",
      "getOAuthClient",
    ]);
    expect(await keys(scene)).toHaveLength(1);
    expect(await secretOn(scene, "orders")).toBeUndefined();
  });

  test("succeeds for a client that does not exist, and reports that", async () => {
    const { tyk } = newScene();
    const report = await tyk.clients.delete(onOrders);
    expect(report.apis).toEqual([{ apiId: "orders", existed: false }]);
    expect((await tyk.clients.delete(everywhere)).apis).toEqual([]);
    const nowhere = { apiId: "nowhere", clientId };
    expect(await failure(tyk.clients.delete(nowhere))).toMatchObject({
      code: "not-found",
      outcome: "refused",
    });
  });

  test("called again ends what a deletion without revocation left", async () => {
    const scene = await sceneOfOne();
    const token = await mint(scene);
    await scene.tyk.clients.delete(onOrders, { tokens: "keep" });
    // What refresh tokens there were can be revoked no more, now that the client is gone.
    const error = await failure(scene.tyk.clients.delete(onOrders));
    expect(error).toMatchObject({ code: "incomplete", outcome: "applied" });
    expect(await keys(scene)).toEqual([]);
    await addClient(scene);
    expect(await use(scene, token)).toBe(403);
  });

  test("on every API deletes each copy, and none of another organisation", async () => {
    const apis = ["orders", "billing", { api_id: "stock", org_id: "umbrella" }];
    const scene = newScene({ apis });
    for (const api_id of ["orders", "billing", "stock"]) await addClient(scene, { api_id });
    const tokens = [await mint(scene), await mint(scene, { api: "billing" })];
    const report = await scene.tyk.clients.delete({ ...everywhere, orgId: "acme" });
    expect(report.apis).toEqual([
      { apiId: "billing", existed: true },
      { apiId: "orders", existed: true },
    ]);
    expect((await snapshot(scene, ["orders", "billing", "stock"])).clients).toMatchObject({
      orders: [],
      billing: [],
      stock: [{ client_id: clientId }],
    });
    for (const token of tokens) expect(await use(scene, token)).toBe(403);
  });

  test("on every API ends the tokens on an API from which the client is gone", async () => {
    const scene = await sceneOfTwo();
    await mint(scene, { api: "billing" });
    const path = { apiID: "billing", keyName: clientId };
    await scene.raw.deleteOAuthClient({ path });
    const args = { ifUnproved: "go-on" } as const;
    const { apis } = await scene.tyk.clients.delete(everywhere, args);
    expect(apis).toEqual([
      { apiId: "billing", existed: false },
      { apiId: "orders", existed: true },
    ]);
    expect(await keys(scene)).toEqual([]);
  });

  test("repairs an index in which only the client is broken", async () => {
    const scene = await sceneOfOne();
    scene.gateway.evictClient("orders", clientId);
    await scene.tyk.clients.delete(onOrders);
    expect(await scene.tyk.clients.list({ apiId: "orders" })).toEqual([]);
  });
});

describe("clients.delete with a fault at each request", () => {
  let tokens: Pair[] = [];

  async function build(): Promise<Scene> {
    const scene = await sceneOfTwo();
    tokens = [await grant(scene), await grant(scene, { api: "billing" })];
    return scene;
  }

  async function goal(scene: Scene): Promise<void> {
    expect(await secretOn(scene, "orders")).toBeUndefined();
    expect(await keys(scene)).toEqual([]);
    await addClient(scene);
    await addClient(scene, { api_id: "billing" });
    for (const [at, api] of ["orders", "billing"].entries()) {
      const { access = "", refresh: token = "" } = tokens[at] ?? {};
      expect(await use(scene, access, api)).toBe(403);
      expect(await canRefresh(scene, token, { api })).toBe(false);
    }
  }

  test.each(faultNames)("%s", async (fault) => {
    const run: FaultScene["run"] = (tyk) => tyk.clients.delete(everywhere);
    expect(await spoilEach({ build, run, goal }, fault)).not.toEqual([]);
  });
});

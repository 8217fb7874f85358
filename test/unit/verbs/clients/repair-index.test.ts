import { describe, expect, test } from "vitest";
import type { IndexReport, RepairIndexInput } from "../../../../src/index.ts";
import { leaks } from "../../../support/secrets/leaks.ts";
import { failure } from "../../../support/util/failure.ts";
import { faultNames, spoilEach } from "../../../support/gateway/fault-run.ts";
import type { FaultScene } from "../../../support/gateway/fault-run.ts";
import { keys, listed, mint, use } from "../../../support/gateway/flow.ts";
import { addClient, newScene, operationsSince, sceneOfOne } from "../../../support/gateway/scene.ts";
import type { Scene } from "../../../support/gateway/scene.ts";
import { snapshot } from "../../../support/gateway/snapshot.ts";

/** An API of which `lost` is in the index alone, and left a token behind; `app` and its token are there. */
async function brokenScene(): Promise<[Scene, { lost: string; app: string }]> {
  const scene = await sceneOfOne();
  await addClient(scene, { client_id: "lost" });
  const tokens = { lost: await mint(scene, { id: "lost" }), app: await mint(scene) };
  scene.gateway.evictClient("orders", "lost");
  return [scene, tokens];
}

function repair({ tyk }: Scene, ...candidates: string[]): Promise<IndexReport> {
  return tyk.clients.repairIndex({ apiId: "orders", candidates });
}

describe("clients.repairIndex", () => {
  test("removes the candidate whose record is missing, and leaves the others alone", async () => {
    const [scene, tokens] = await brokenScene();
    expect(await failure(scene.tyk.clients.list({ apiId: "orders" }))).toMatchObject({
      code: "incomplete",
    });
    const from = scene.gateway.requests.length;
    const report = await repair(scene, "app", "lost", "never-was");
    expect(report).toMatchObject({
      apiId: "orders",
      healed: true,
      removed: ["lost"],
      kept: ["app"],
      unproved: [],
      tokens: [{ clientId: "lost", apis: [{ apiId: "orders", ended: 1 }] }],
    });
    // It stops as soon as the list can be read.
    const paths = scene.gateway.requests.slice(from).map(({ path }) => path);
    expect(paths.some((path) => path.includes("never-was"))).toBe(false);
    const clients = await scene.tyk.clients.list({ apiId: "orders" });
    expect(clients.map(({ client_id }) => client_id)).toEqual(["app"]);
    expect(await use(scene, tokens.app)).toBe(200);
  });

  test("ends what the removed client left behind, so that nothing comes back with its id", async () => {
    const [scene, { lost }] = await brokenScene();
    await repair(scene, "lost");
    await addClient(scene, { client_id: "lost" });
    expect(await use(scene, lost)).toBe(403);
  });

  test("does nothing if the list can be read", async () => {
    const scene = await sceneOfOne();
    const from = scene.gateway.requests.length;
    const report = await repair(scene, "app", "nobody");
    expect(report).toEqual({
      apiId: "orders",
      healed: true,
      removed: [],
      kept: [],
      unproved: [],
      tokens: [],
    });
    expect(operationsSince(scene, from)).toEqual(["getApi", "listOAuthClients"]);
  });

  test("reports that none of the candidates was the cause, and what it did", async () => {
    const [scene] = await brokenScene();
    const error = await failure(repair(scene, "app", "never-was", "never-was"));
    expect(error).toMatchObject({
      code: "incomplete",
      outcome: "applied",
      report: { healed: false, removed: ["never-was"], kept: ["app"] },
    });
    expect(await failure(repair(scene))).toMatchObject({
      code: "incomplete",
      outcome: "not-sent",
      report: { healed: false, removed: [], kept: [] },
    });
  });

  test("leaves a candidate alone if its tokens cannot be ended", async () => {
    const [scene, { lost }] = await brokenScene();
    scene.gateway.fail({ operation: "deleteKey" }, { status: 503, body: "busy" }, Infinity);
    const before = await snapshot(scene);
    const error = await failure(repair(scene, "lost"));
    expect(error).toMatchObject({
      code: "incomplete",
      outcome: "unknown",
      report: { healed: false, removed: [], unproved: ["lost"] },
    });
    expect(await snapshot(scene)).toEqual(before);
    const marks = { lost, code: (await listed(scene, "orders", "lost"))[0] ?? "-" };
    expect(leaks(marks, error, (error as { report?: unknown }).report)).toEqual([]);
  });

  test("rejects arguments that are no API, and candidates that are no ids", async () => {
    const scene = newScene({ apis: ["orders", { api_id: "open", use_keyless: true }] });
    const wrong: [RepairIndexInput, string][] = [
      [{ apiId: "open", candidates: ["a"] }, "unsupported"],
      [{ apiId: "nowhere", candidates: ["a"] }, "not-found"],
      [{ apiId: "orders", candidates: ["a/b"] }, "input"],
      [{ apiId: "orders", candidates: "app" as unknown as string[] }, "input"],
      [{ apiId: "", candidates: [] }, "input"],
    ];
    for (const [input, code] of wrong) {
      const error = await failure(scene.tyk.clients.repairIndex(input));
      expect(error, JSON.stringify(input)).toMatchObject({ code, outcome: "not-sent" });
    }
    expect(operationsSince(scene, 0)).not.toContain("deleteOAuthClient");
  });
});

describe("clients.repairIndex with a fault at each request", () => {
  test.each(faultNames)("%s", async (fault) => {
    const verb: FaultScene = {
      build: async () => (await brokenScene())[0],
      run: (tyk) => tyk.clients.repairIndex({ apiId: "orders", candidates: ["app", "lost"] }),
      goal: async (scene) => {
        const { clients } = await snapshot(scene);
        expect(clients["orders"]).toMatchObject([{ client_id: "app" }]);
        // That of the client that is there.
        expect(await keys(scene)).toEqual(await listed(scene));
      },
    };
    expect(await spoilEach(verb, fault)).not.toEqual([]);
  });
});

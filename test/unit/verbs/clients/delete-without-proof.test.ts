import { describe, expect, test } from "vitest";
import type { RecordedRequest } from "../../../../src/testing/index.ts";
import { failure } from "../../../support/util/failure.ts";
import { canRefresh, grant, keys, mint, refresh, use } from "../../../support/gateway/flow.ts";
import type { Pair } from "../../../support/gateway/flow.ts";
import { addClient, clientId, everywhere, meanwhile, oldSecret, onOrders, sceneOfOne, sceneOfTwo, secretOn } from "../../../support/gateway/scene.ts";
import type { Scene } from "../../../support/gateway/scene.ts";
import { snapshot } from "../../../support/gateway/snapshot.ts";

describe("clients.delete if the end of the tokens is not proved", () => {
  const busy = { status: 503, body: "busy" };

  /** Of one whose removal was answered with 503 it need not be known that it is alive. */
  const notEnded: unknown = expect.stringMatching(/^(?:still-alive|unverified)$/);

  async function unproved(): Promise<Scene> {
    const scene = await sceneOfOne();
    await grant(scene);
    scene.gateway.fail({ operation: "revokeAllTokens" }, busy, Infinity);
    scene.gateway.fail({ operation: "deleteKey" }, busy, Infinity);
    return scene;
  }

  test("stops before the client is deleted", async () => {
    const scene = await unproved();
    const before = await snapshot(scene);
    const error = await failure(scene.tyk.clients.delete(onOrders));
    expect(error).toMatchObject({
      code: "incomplete",
      outcome: "unknown",
      report: { apis: [{ apiId: "orders", state: notEnded, count: 1 }] },
    });
    expect(error.message).toContain("the client app was not deleted");
    expect(await snapshot(scene)).toEqual(before);
  });

  test("continues if the caller allows it, and reports what it left", async () => {
    const scene = await unproved();
    const report = await scene.tyk.clients.delete(onOrders, { ifUnproved: "go-on" });
    expect(report.tokens?.apis).toMatchObject([{ state: notEnded, count: 1 }]);
    expect(await secretOn(scene, "orders")).toBeUndefined();
  });

  test("does not report an ended token as alive if it cannot be checked afterwards", async () => {
    const scene = await sceneOfOne();
    await mint(scene);
    let lookups = 0;
    // The first look finds it alive; after its revocation it cannot be looked up.
    const isSecond = ({ operation }: RecordedRequest): boolean =>
      operation === "getKey" && (lookups += 1) > 1;
    scene.gateway.fail(isSecond, busy, Infinity);
    const error = await failure(scene.tyk.clients.delete(onOrders));
    expect(await keys(scene)).toEqual([]);
    expect(error).toMatchObject({
      code: "incomplete",
      report: { apis: [{ apiId: "orders", state: "unverified", count: 1 }] },
    });
  });

  test("checks a token again if the response of its removal was lost", async () => {
    const scene = await sceneOfOne();
    await refresh(scene, (await grant(scene)).refresh);
    scene.gateway.fail({ operation: "deleteKey" }, "applied-then-drop");
    const { tokens } = await scene.tyk.clients.delete(onOrders);
    expect(await keys(scene)).toEqual([]);
    expect(tokens?.apis).toMatchObject([{ state: "refused-at-api", count: 1 }]);
  });

  test("stops if one of the APIs does not exist, because its name may be misspelt", async () => {
    const scene = await sceneOfOne();
    const apis = ["orders", "biling"];
    const error = await failure(scene.tyk.clients.delete({ clientId, apis }));
    expect(error).toMatchObject({
      code: "incomplete",
      report: { apis: [{ state: "gone-from-storage" }, { apiId: "biling", state: "unverified" }] },
    });
    expect(await secretOn(scene, "orders")).toBe(oldSecret);
    expect(await failure(scene.tyk.clients.delete({ clientId, apis: ["biling"] }))).toMatchObject({
      code: "not-found",
    });
  });

  test("reports that the client existed if only the second read found it", async () => {
    const scene = await sceneOfTwo();
    const { refresh: token } = await grant(scene, { api: "billing" });
    scene.gateway.fail({ path: "/tyk/oauth/clients/billing/app" }, busy);
    const report = await scene.tyk.clients.delete(everywhere, { ifUnproved: "go-on" });
    expect(report.apis).toEqual([
      { apiId: "billing", existed: true },
      { apiId: "orders", existed: true },
    ]);
    await addClient(scene, { api_id: "billing" });
    expect(await canRefresh(scene, token, { api: "billing" })).toBe(false);
  });

  test("reports after the deletion that a token was issued meanwhile and its refresh token may be alive", async () => {
    const scene = await sceneOfOne();
    const late: Pair[] = [];
    const tyk = meanwhile(scene, "before", /^DELETE .*\/app$/, async () =>
      late.push(await grant(scene)),
    );
    const error = await failure(tyk.clients.delete(onOrders));
    expect(error).toMatchObject({ code: "incomplete", outcome: "applied" });
    expect(error.message).toContain("the client app is deleted");
    expect(await keys(scene)).toEqual([]);
    await addClient(scene);
    expect(await use(scene, late[0]?.access ?? "")).toBe(403);
  });

  test("succeeds if keys are not listed, which is the default of packaged gateways", async () => {
    const scene = await sceneOfOne({ listHashedKeys: false });
    const token = await mint(scene);
    const report = await scene.tyk.clients.delete(onOrders);
    expect(report.tokens?.apis).toMatchObject([{ state: "unverified", count: 0 }]);
    await addClient(scene);
    expect(await use(scene, token)).toBe(403);
  });

  test("names the copies that were not deleted", async () => {
    const scene = await sceneOfTwo();
    scene.gateway.fail({ method: "DELETE", path: /\/billing\/app$/ }, busy);
    const error = await failure(scene.tyk.clients.delete(everywhere));
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
    expect((await snapshot(scene)).clients).toMatchObject({ orders: [], billing: [{}] });
  });
});

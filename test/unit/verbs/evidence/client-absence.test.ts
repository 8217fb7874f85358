import { expect, test } from "vitest";
import type { TykOAuth } from "../../../../src/index.ts";
import { failure } from "../../../support/util/failure.ts";
import { listed, mint } from "../../../support/gateway/flow.ts";
import { addClient, clientId, newScene, onOrders, secretOn, sceneOfOne } from "../../../support/gateway/scene.ts";
import { leaked, outage, fast, slow } from "../../../support/gateway/storage-outage.ts";

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

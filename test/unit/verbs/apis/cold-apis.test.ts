/** One cold API makes the gateway drop the connection of calls about others; reading a client of it heals it (trap 38). */
import { expect, test } from "vitest";
import { failure } from "../../../support/util/failure.ts";
import { mint, use } from "../../../support/gateway/flow.ts";
import { addClient, clientId, newScene, operationsSince } from "../../../support/gateway/scene.ts";
import type { Scene } from "../../../support/gateway/scene.ts";

/** The client on `orders`, beside an OAuth API that is internal and cold. */
async function cold(): Promise<Scene> {
  const scene = newScene({ apis: ["orders", { api_id: "inner", internal: true }] });
  await addClient(scene);
  return scene;
}

test("tokens.revoke warms up the API, and ends the token", async () => {
  const scene = await cold();
  const token = await mint(scene);
  const revoked = await scene.tyk.tokens.revoke({ clientId, token });
  expect(revoked.state).toBe("gone-from-storage");
  expect(await use(scene, token)).toBe(403);
});

test("capabilities, clients.listApis, clients.list and clients.iterateAll warm up the API too", async () => {
  for (const call of [
    (scene: Scene) => scene.tyk.gateway.capabilities(),
    (scene: Scene) => scene.tyk.clients.listApis({ clientId }),
    (scene: Scene) => scene.tyk.clients.list({ apiId: "inner" }),
    async (scene: Scene) => {
      for await (const { apiId } of scene.tyk.clients.iterateAll()) expect(apiId).toBe("orders");
    },
  ])
    await call(await cold());
});

test("an API that cannot be warmed up leaves the failure unchanged", async () => {
  const scene = await cold();
  scene.gateway.fail({ operation: "getOAuthClient" }, { status: 503 }, Infinity);
  const error = await failure(scene.tyk.clients.list({ apiId: "inner" }));
  expect(error).toMatchObject({ code: "connection", outcome: "unknown" });
});

test("a connection that stays broken is not tried without end", async () => {
  const scene = await cold();
  scene.gateway.fail({ operation: "listOAuthClients" }, "drop", Infinity);
  const from = scene.gateway.requests.length;
  await failure(scene.tyk.clients.list({ apiId: "orders" }));
  expect(operationsSince(scene, from)).toEqual([
    "listOAuthClients",
    "getOAuthClient",
    "listOAuthClients",
  ]);
});

test("a copy on an API that is now keyless gets a new secret, and its tokens are ended (trap 40)", async () => {
  const scene = newScene();
  await addClient(scene);
  await addClient(scene, { api_id: "billing" });
  scene.gateway.reload({ apis: ["orders", { api_id: "billing", use_keyless: true }] });
  const { report } = await scene.tyk.clients.cutOff({ clientId });
  expect(report.secrets).toEqual([
    { apiId: "billing", secret: "replaced-by-gateway" },
    { apiId: "orders", secret: "replaced" },
  ]);
  expect(report.beyondReach.map(({ what }) => what)).toContain("copies on other APIs");
});

test("on 3.0.0, which drops the connection, the report names the APIs that were not searched", async () => {
  const scene = newScene({
    version: "3.0.0",
    apis: ["orders", { api_id: "open", use_keyless: true }],
  });
  await addClient(scene);
  const { report } = await scene.tyk.clients.cutOff({ clientId });
  const [reason] = report.beyondReach.flatMap(({ what, reason: why }) =>
    what === "copies on other APIs" ? [why] : [],
  );
  expect(reason).toContain("does not show the clients of the APIs open");
});

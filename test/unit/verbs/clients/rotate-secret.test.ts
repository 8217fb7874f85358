import { describe, expect, test, vi } from "vitest";
import { leaks } from "../../../support/secrets/leaks.ts";
import { failure } from "../../../support/util/failure.ts";
import { spoilEach } from "../../../support/gateway/fault-run.ts";
import type { FaultName, FaultScene } from "../../../support/gateway/fault-run.ts";
import { askToken, mint, use } from "../../../support/gateway/flow.ts";
import { addClient, clientId, everywhere, newScene, oldSecret, onOrders, operationsSince, sceneOfTwo, secretOn } from "../../../support/gateway/scene.ts";
import { redirectUri } from "../../../support/gateway/redirect-uri.ts";
import type { Scene } from "../../../support/gateway/scene.ts";
import { snapshot } from "../../../support/gateway/snapshot.ts";

const secret = "the-secret-of-new";

const both = { clientId, apis: ["orders", "billing"] };

async function secrets(scene: Scene): Promise<(string | undefined)[]> {
  return [await secretOn(scene, "orders"), await secretOn(scene, "billing")];
}

/** Whether a secret gets a token on `orders`. */
async function works({ gateway }: Scene, of: string): Promise<boolean> {
  const fields = { grant_type: "client_credentials" };
  return (await askToken(gateway, fields, { secret: of })).access_token !== undefined;
}

describe("clients.rotateSecret of one client", () => {
  test("uses the gateway's own rotation after a read, and tokens stay valid", async () => {
    const scene = newScene();
    await addClient(scene);
    const token = await mint(scene);
    const { data, steps } = await scene.tyk.clients.rotateSecret(onOrders).withResponse();
    const look = { apiId: "orders", operation: "getOAuthClient", outcome: "applied" };
    expect(steps).toEqual([look, { ...look, operation: "rotateOAuthClient" }]);
    expect(await secretOn(scene, "orders")).toBe(data.secret);
    expect([await works(scene, oldSecret), await works(scene, data.secret)]).toEqual([false, true]);
    expect(await use(scene, token)).toBe(200);
  });

  test("is never retried: if its response is lost, the client is read", async () => {
    const scene = newScene({}, { maxRetries: 2 });
    await addClient(scene);
    const from = scene.gateway.requests.length;
    const rotate = (): Promise<unknown> => scene.tyk.clients.rotateSecret(onOrders);
    scene.gateway.fail({ operation: "rotateOAuthClient" }, "drop");
    expect(await failure(rotate())).toMatchObject({ code: "connection", outcome: "unknown" });
    expect(operationsSince(scene, from)).toEqual([
      "getOAuthClient",
      "rotateOAuthClient",
      "getOAuthClient",
    ]);
    expect(await secretOn(scene, "orders")).toBe(oldSecret);
    scene.gateway.fail({ operation: "rotateOAuthClient" }, "applied-then-drop");
    const rotated = await rotate();
    expect(rotated).toMatchObject({ secret: await secretOn(scene, "orders") });
    expect(rotated).not.toMatchObject({ secret: oldSecret });
  });

  test("sets a given secret, and changes nothing else", async () => {
    const scene = newScene();
    const more = { description: "Shop", meta_data: { deep: [{ a: 1 }] } };
    await addClient(scene, more);
    const { app } = await snapshot(scene);
    const rotated = await scene.tyk.clients.rotateSecret(onOrders, { secret });
    expect(rotated).toEqual({ ...app["orders"], secret });
    expect((await snapshot(scene)).app["orders"]).toEqual(rotated);
  });

  test("reports an unknown client, and stages nothing", async () => {
    const { tyk } = newScene();
    const stage = vi.fn();
    for (const args of [{}, { secret, stage }])
      expect(await failure(tyk.clients.rotateSecret(onOrders, args))).toMatchObject({
        code: "not-found",
      });
    expect(stage).not.toHaveBeenCalled();
  });

  test("does not write back metadata that JSON changed on the way", async () => {
    const scene = newScene();
    await addClient(scene, { meta_data: { id: 2 ** 53 } });
    const error = await failure(scene.tyk.clients.rotateSecret(onOrders, { secret }));
    expect(error).toMatchObject({ code: "unsupported", outcome: "not-sent" });
    expect(await secretOn(scene, "orders")).toBe(oldSecret);
  });
});

describe("clients.rotateSecret of copies", () => {
  test("gives all copies the same generated secret, whatever they had", async () => {
    const scene = await sceneOfTwo({ secret: "drifted" });
    const copies = await scene.tyk.clients.rotateSecret(everywhere);
    const [made] = new Set(copies.map(({ client }) => client.secret));
    expect(made).toMatch(/^[\w-]{43}$/);
    expect(await secrets(scene)).toEqual([made, made]);
  });

  test("stages, sets each copy, activates and verifies, in this order", async () => {
    const scene = await sceneOfTwo();
    const told: unknown[] = [];
    const stage = async (next: string): Promise<void> => {
      told.push("stage", next === secret, await secrets(scene));
    };
    const activate = async (): Promise<void> => {
      told.push("activate", await secrets(scene));
    };
    const call = scene.tyk.clients.rotateSecret(both, { secret, stage, activate });
    const { steps } = await call.withResponse();
    expect(told).toEqual([
      ...["stage", true, [oldSecret, oldSecret]],
      ...["activate", [secret, secret]],
    ]);
    const onEach = (...operations: string[]): object[] =>
      both.apis.flatMap((apiId) =>
        operations.map((operation) => ({ apiId, operation, outcome: "applied" })),
      );
    expect(steps).toEqual([
      ...onEach("getOAuthClient"),
      ...onEach("getOAuthClient", "createOAuthClient"),
      ...onEach("getOAuthClient"),
    ]);
  });

  test("sets nothing if staging fails, and does not quote what it threw", async () => {
    const scene = await sceneOfTwo();
    const before = await snapshot(scene);
    const stage = (next: string): never => {
      throw new RangeError(`the vault does not take ${next}`);
    };
    const error = await failure(scene.tyk.clients.rotateSecret(both, { secret, stage }));
    expect(error).toMatchObject({ code: "config", outcome: "not-sent" });
    expect(error.message).toContain("the stage function failed (RangeError)");
    expect(leaks({ secret, oldSecret }, error)).toEqual([]);
    expect(await snapshot(scene)).toEqual(before);
  });

  test("reports what another writer changed at the same time", async () => {
    const scene = await sceneOfTwo();
    const path = { apiID: "billing", keyName: clientId };
    const activate = async (): Promise<void> => {
      await scene.raw.rotateOAuthClient({ path });
    };
    const error = await failure(scene.tyk.clients.rotateSecret(both, { secret, activate }));
    expect(error).toMatchObject({ code: "conflict", outcome: "applied" });
    expect(error.message).toContain("changed secret of the client app on the API billing");
  });

  test("ends with its deadline while the vault does not respond, and sets nothing", async () => {
    const scene = await sceneOfTwo();
    const stage = (): Promise<void> => new Promise(() => undefined);
    const call = scene.tyk.clients.rotateSecret(both, { stage }, { deadlineMs: 20 });
    const late = new Promise((resolve) => setTimeout(resolve, 500, "went on"));
    expect(await Promise.race([failure(call), late])).toMatchObject({ code: "timeout" });
    expect(await secrets(scene)).toEqual([oldSecret, oldSecret]);
  });
});

describe("clients.rotateSecret with a given secret and a fault at each request", () => {
  test.each<[FaultName, string[]]>([
    ["dropped", ["incomplete, applied", "incomplete, applied"]],
    // The answer is read instead.
    ["applied, then dropped", ["fine", "fine"]],
    ["503", ["incomplete, applied", "incomplete, applied"]],
    ["403 of the admin secret", ["authentication, refused", "incomplete, applied"]],
  ])("%s", async (fault, lines) => {
    const verb: FaultScene = {
      build: () => sceneOfTwo(),
      run: (tyk) => tyk.clients.rotateSecret(both, { secret }),
      goal: async (scene) => {
        expect(await secrets(scene)).toEqual([secret, secret]);
        const { app } = await snapshot(scene);
        expect(app["billing"]).toMatchObject({ redirect_uri: redirectUri, policy_id: "gold" });
      },
      putsBack: true,
    };
    const told = lines.map((line) => `createOAuthClient: ${line}`);
    expect(await spoilEach(verb, fault)).toEqual(told);
  });
});

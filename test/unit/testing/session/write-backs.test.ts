import { describe, expect, it } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";
import type { Gateway, GatewayOptions } from "../../../../src/testing/index.ts";
import {
  addClient,
  askToken,
  control,
  controlForm,
  listed,
  mint,
  mintByCode,
  useToken,
} from "../../../support/gateway/calls.ts";

const gatewayOptions: GatewayOptions = {
  now: 0,
  apis: ["orders", { api_id: "vault", use_standard_auth: true }],
  policies: { gold: ["orders"] },
  keys: { "vault-key-1": ["vault"] },
  listHashedKeys: true,
  // With murmur64 a removed token is not in the session cache, so an API shows what is stored.
  hashKeyFunction: "murmur64",
};

interface Scene {
  readonly gateway: Gateway;
  readonly token: string;
  readonly code: string;
}

/** Creates a token that an API has just accepted. */
async function sceneOf(options: GatewayOptions = {}): Promise<Scene> {
  const gateway = createGateway({ ...gatewayOptions, writeBacks: 1, ...options });
  await addClient(gateway, "app");
  const token = await mint(gateway, "app");
  const [code = ""] = await listed(gateway, "app");
  expect(await useToken(gateway, token)).toBe(200);
  return { gateway, token, code };
}

async function isStored({ gateway, code }: Scene): Promise<boolean> {
  const path = `/tyk/keys/${code}?hashed=true&api_id=orders`;
  return (await control(gateway, "GET", path)).status === 200;
}

function remove({ gateway, code }: Scene): Promise<{ status: number }> {
  return control(gateway, "DELETE", `/tyk/keys/${code}?hashed=true&api_id=orders`);
}

async function looks(scene: Scene, count: number): Promise<boolean[]> {
  const seen: boolean[] = [];
  for (let i = 0; i < count; i++) seen.push(await isStored(scene));
  return seen;
}

describe("a token in use that is removed", () => {
  it("comes back after the next request, once, and opens its API", async () => {
    const scene = await sceneOf();
    await remove(scene);
    expect(await looks(scene, 3)).toEqual([false, true, true]);
    expect(await useToken(scene.gateway, scene.token)).toBe(200);
    expect(await listed(scene.gateway, "app")).toHaveLength(1);
    await remove(scene);
    expect(await looks(scene, 4)).toEqual([false, false, false, false]);
    expect(await useToken(scene.gateway, scene.token)).toBe(403);
  });

  const removals: [string, (scene: Scene) => Promise<unknown>][] = [
    [
      "revoke",
      ({ gateway, token }) =>
        controlForm(gateway, "/tyk/oauth/revoke", { token, client_id: "app" }),
    ],
    [
      "revoke_all",
      ({ gateway }) =>
        controlForm(gateway, "/tyk/oauth/revoke_all", { client_id: "app", client_secret: "s" }),
    ],
    [
      "an API's own revoke",
      ({ gateway, token }) =>
        gateway.fetch(`${gateway.url}/orders/oauth/revoke`, {
          method: "POST",
          body: new URLSearchParams({ token }),
        }),
    ],
    [
      "a delete of the key",
      ({ gateway, token }) => control(gateway, "DELETE", `/tyk/keys/${token}?api_id=orders`),
    ],
  ];

  it.each(removals)("comes back after %s, but not into the list", async (what, removal) => {
    const scene = await sceneOf();
    await removal(scene);
    expect(await looks(scene, 2)).toEqual([false, true]);
    const isListed = what === "a delete of the key";
    expect(await listed(scene.gateway, "app")).toHaveLength(isListed ? 1 : 0);
    // The token has no list entry that revoke_all could find.
    await controlForm(scene.gateway, "/tyk/oauth/revoke_all", {
      client_id: "app",
      client_secret: "s",
    });
    expect(await isStored(scene)).toBe(!isListed);
  });

  it("comes back after a refresh, and the refresh token does not", async () => {
    const gateway = createGateway({ ...gatewayOptions, writeBacks: 1 });
    await addClient(gateway, "app");
    const { access, refresh } = await mintByCode(gateway, "app");
    expect(await useToken(gateway, access)).toBe(200);
    const exchange = { grant_type: "refresh_token", refresh_token: refresh };
    expect((await askToken(gateway, "app", exchange)).status).toBe(200);
    expect(await useToken(gateway, access)).toBe(403);
    expect(await useToken(gateway, access)).toBe(200);
    expect((await askToken(gateway, "app", exchange)).status).toBe(403);
  });

  it("comes back as often as configured, without further use, however long that takes", async () => {
    const scene = await sceneOf({ writeBacks: 3 });
    const removals: boolean[] = [];
    for (let i = 0; i < 5; i++) {
      removals.push((await remove(scene)).status === 200);
      await isStored(scene);
      scene.gateway.advance(11_000);
    }
    expect(removals).toEqual([true, true, true, true, false]);
  });

  it("stays in use even if an API accepted it again", async () => {
    const scene = await sceneOf({ writeBacks: 2 });
    await remove(scene);
    expect(await looks(scene, 2)).toEqual([false, true]);
    expect(await useToken(scene.gateway, scene.token)).toBe(200);
    scene.gateway.advance(60_000);
    await remove(scene);
    expect(await looks(scene, 2)).toEqual([false, true]);
  });

  it.each([
    [0, [true, true, true]],
    [1, [false, true, true]],
    [2, [false, false, true]],
  ])("comes back after %i requests of any kind", async (afterRequests, seen) => {
    const scene = await sceneOf({ writeBacks: { times: 1, afterRequests } });
    await remove(scene);
    expect(await looks(scene, 3)).toEqual(seen);
  });

  it("comes back independently of other tokens", async () => {
    const scene = await sceneOf();
    expect(await useToken(scene.gateway, "vault-key-1", "vault")).toBe(200);
    await control(scene.gateway, "DELETE", "/tyk/keys/vault-key-1");
    await remove(scene);
    // The first session is back before the second one is read.
    expect(await isStored(scene)).toBe(false);
    const { json } = await control(scene.gateway, "GET", "/tyk/keys");
    expect((json as { keys: string[] }).keys).toHaveLength(2);
  });

  it("is in the session cache again", async () => {
    // With the default function, removed sessions stay in the session cache.
    const scene = await sceneOf({ hashKeyFunction: undefined });
    await remove(scene);
    scene.gateway.advance(9000);
    expect(await looks(scene, 2)).toEqual([false, true]);
    await remove(scene);
    scene.gateway.advance(9999);
    expect(await useToken(scene.gateway, scene.token)).toBe(200);
    scene.gateway.advance(1);
    expect(await useToken(scene.gateway, scene.token)).toBe(403);
  });

  it("does not come back during a storage outage, but after it", async () => {
    const scene = await sceneOf();
    await remove(scene);
    const outage = scene.gateway.fail({}, { storage: "down" }, Infinity);
    expect(await looks(scene, 3)).toEqual([false, false, false]);
    outage.remove();
    expect(await looks(scene, 2)).toEqual([false, true]);
  });

  it("does not outlive its lifetime", async () => {
    const scene = await sceneOf({ version: "4.3.0" });
    await remove(scene);
    scene.gateway.advance(3_600_000);
    expect(await looks(scene, 3)).toEqual([false, false, false]);
  });
});

describe("a token does not come back", () => {
  it("unless the option is set", async () => {
    const scene = await sceneOf({ writeBacks: undefined });
    await remove(scene);
    expect(await looks(scene, 3)).toEqual([false, false, false]);
  });

  it.each([
    ["5.14.9", true],
    ["5.15.0", false],
  ])("from 5.15.0 on (%s)", async (version, comesBack) => {
    const scene = await sceneOf({ version, writeBacks: Infinity });
    await remove(scene);
    expect(await looks(scene, 3)).toEqual([false, comesBack, comesBack]);
  });

  it("if no API accepted it during the last ten seconds", async () => {
    const scene = await sceneOf();
    scene.gateway.advance(10_000);
    await remove(scene);
    expect(await looks(scene, 3)).toEqual([false, false, false]);
  });

  it("if an API refused it", async () => {
    const scene = await sceneOf({ policies: { gold: ["orders"] } });
    scene.gateway.advance(10_000);
    expect(await useToken(scene.gateway, scene.token, "vault")).toBe(403);
    await remove(scene);
    expect(await looks(scene, 3)).toEqual([false, false, false]);
  });

  it("after a reset of the gateway", async () => {
    const scene = await sceneOf();
    await remove(scene);
    scene.gateway.reset();
    expect(await looks(scene, 3)).toEqual([false, false, false]);
  });
});

describe("invalid writeBacks are rejected", () => {
  const cases: [unknown, RegExp][] = [
    [-1, /writeBacks: times must be a whole number/],
    [1.5, /writeBacks: times must be/],
    ["1", /writeBacks must be a number or an object/],
    [{}, /writeBacks: times must be/],
    [{ times: 1, afterRequests: Infinity }, /writeBacks: afterRequests must be a whole number/],
    [{ times: 1, after: 2 }, /writeBacks has the unknown field "after"/],
  ];
  it.each(cases)("%j", (writeBacks, message) => {
    const refused = (): unknown => createGateway({ writeBacks } as GatewayOptions);
    expect(refused).toThrow(TypeError);
    expect(refused).toThrow(message);
  });
});

import { describe, expect, it } from "vitest";
import { createGateway } from "../../../src/testing/index.ts";
import type { GatewayFault } from "../../../src/testing/index.ts";
import { addClient, askToken, control, controlForm, mint, useToken } from "../../support/gateway/calls.ts";
import type { Read } from "../../support/gateway/calls.ts";
import { rows, publicPost, deleted, document, clients, sceneOf, gatewayOptions } from "../../support/gateway/outage-rows.ts";
import type { Scene } from "../../support/gateway/outage-rows.ts";

/** Reads everything that shows the gateway's storage. */
async function stored({ gateway, code }: Scene): Promise<unknown> {
  const paths = [
    "/tyk/oauth/clients/orders",
    "/tyk/oauth/clients/orders/app/tokens",
    "/tyk/keys",
    `/tyk/keys/${code}?hashed=true&api_id=orders`,
  ];
  return Promise.all(paths.map(async (path) => (await control(gateway, "GET", path)).json));
}

describe("while storage is down", () => {
  it.each(rows)("%s gets %i and has no effect", async (what, status, body, call) => {
    const scene = await sceneOf();
    const before = await stored(scene);
    scene.gateway.fail({}, { storage: "down" });
    const answer = await call(scene);
    expect(answer.status).toBe(status);
    const expected = what === "invalidateOAuthRefresh" ? deleted(scene.refresh) : body;
    if (Array.isArray(expected)) expect(answer.json).toEqual(expected);
    else expect(answer.json).toMatchObject(expected as object);
    // The gateway waited, and its date shows the time.
    expect(scene.gateway.requests.at(-1)?.at).toBe(60_000);
    expect(answer.headers.get("date")).toBe("Thu, 01 Jan 1970 00:01:05 GMT");

    expect(await stored(scene)).toEqual(before);
    expect(await useToken(scene.gateway, scene.access)).toBe(200);
    const fields = { grant_type: "refresh_token", refresh_token: scene.refresh };
    expect((await askToken(scene.gateway, "app", fields)).status).toBe(200);
  });

  it.each(["/hello", "/tyk/apis", "/tyk/apis/orders", "/tyk/policies", "/tyk/policies/gold"])(
    "%s is answered from memory, at once",
    async (path) => {
      const { gateway } = await sceneOf();
      const before = await control(gateway, "GET", path);
      gateway.fail({}, { storage: "down" });
      const during = await control(gateway, "GET", path);
      expect([during.status, during.json]).toEqual([before.status, before.json]);
      expect(during.headers.get("date")).toBe(before.headers.get("date"));
    },
  );

  it("requests are still checked", async () => {
    const { gateway } = await sceneOf();
    gateway.fail({}, { storage: "down" }, Infinity);
    const statusOf = async (answer: Promise<Read>): Promise<number> => (await answer).status;
    expect(await statusOf(control(gateway, "GET", `${clients}/nowhere`))).toBe(404);
    expect(await statusOf(control(gateway, "DELETE", "/tyk/oauth/tokens"))).toBe(422);
    expect(await statusOf(controlForm(gateway, "/tyk/oauth/revoke", {}))).toBe(400);
    const unknown = { ...document, policy_id: "silver" };
    expect(await statusOf(control(gateway, "PUT", `${clients}/orders/app`, unknown))).toBe(404);
    expect(await statusOf(control(gateway, "POST", `${clients}/create`, unknown))).toBe(400);
  });

  it("a purge without a retention period needs no storage", async () => {
    const { gateway } = await sceneOf({ retainSeconds: 0 });
    gateway.fail({}, { storage: "down" });
    const { status } = await control(gateway, "DELETE", "/tyk/oauth/tokens?scope=lapsed");
    expect(status).toBe(200);
  });

  it("hashed keys that are not listed stay unlisted", async () => {
    const { gateway } = await sceneOf({ listHashedKeys: false });
    gateway.fail({}, { storage: "down" });
    expect((await control(gateway, "GET", "/tyk/keys")).status).toBe(404);
  });

  it.each(["3.0.0", "4.3.0", "5.3.0"])("%s has its own messages", async (version) => {
    const { gateway, code } = await sceneOf({ version });
    gateway.fail({}, { storage: "down" });
    const { status } = await control(gateway, "DELETE", `/tyk/keys/${code}?hashed=true`);
    expect(status).toBe(version === "3.0.0" ? 400 : 404);
  });

  it("the session cache opens an API with auth tokens for ten seconds, but no OAuth API", async () => {
    const gateway = createGateway({ ...gatewayOptions, policies: { gold: ["orders", "vault"] } });
    await addClient(gateway, "app");
    const token = await mint(gateway, "app");
    expect(await useToken(gateway, token)).toBe(200);
    expect(await useToken(gateway, "vault-key-1", "vault")).toBe(200);
    gateway.fail({}, { storage: "down" }, Infinity);
    expect(await useToken(gateway, "vault-key-1", "vault")).toBe(200);
    expect(await useToken(gateway, token)).toBe(403);
    expect(await useToken(gateway, "vault-key-1", "vault")).toBe(403);
  });

  it("the gateway's caches stay unchanged", async () => {
    const policies = { gold: ["orders", "vault"] };
    const gateway = createGateway({ ...gatewayOptions, hashKeys: false, policies });
    await addClient(gateway, "app");
    const token = await mint(gateway, "app");
    for (const api of ["orders", "vault"]) expect(await useToken(gateway, token, api)).toBe(200);
    // The client cache has expired after one second, the session cache has not.
    gateway.advance(2000);
    const outage = gateway.fail({}, { storage: "down", tookMs: 0 }, Infinity);
    await publicPost(gateway, "/orders/oauth/revoke", { token });
    expect(await useToken(gateway, token, "vault")).toBe(200);
    expect(await useToken(gateway, token)).toBe(403);
    outage.remove();
    expect(await useToken(gateway, token)).toBe(200);
  });

  it.each([0, 9999])("it takes tookMs: %i", async (tookMs) => {
    const { gateway } = await sceneOf();
    gateway.fail({}, { storage: "down", tookMs });
    await control(gateway, "GET", "/tyk/keys");
    await control(gateway, "GET", "/tyk/keys");
    expect(gateway.requests.at(-1)?.at).toBe(60_000 + tookMs);
  });

  it("an invalid request is still refused, over HTTP", async () => {
    const { gateway } = await sceneOf();
    const server = await gateway.listen();
    try {
      gateway.fail({}, { storage: "down" }, Infinity);
      expect((await fetch(`${server.url}/%zz`)).status).toBe(400);
    } finally {
      await server.close();
    }
  });
});

describe("an invalid outage", () => {
  const cases: [unknown, RegExp][] = [
    [{ storage: "up" }, /storage must be "down"/],
    [{ storage: "down", tookMs: -1 }, /tookMs must be a number of milliseconds/],
    [{ storage: "down", tookMs: Infinity }, /tookMs must be/],
    [{ storage: "down", tookMs: "5" }, /tookMs must be/],
  ];
  it.each(cases)("%j is rejected", (fault, message) => {
    const gateway = createGateway();
    expect(() => gateway.fail({}, fault as GatewayFault)).toThrow(TypeError);
    expect(() => gateway.fail({}, fault as GatewayFault)).toThrow(message);
  });
});

import { describe, expect, it } from "vitest";
import { createGateway } from "../../../src/testing/index.ts";
import type { GatewayFault } from "../../../src/testing/index.ts";
import {
  addClient,
  postToken,
  callControl,
  postControlForm,
  tokenFor,
  statusWith,
} from "../../support/gateway/requests.ts";
import type { ReadResponse } from "../../support/gateway/requests.ts";
import {
  outageRows,
  publicPost,
  deleted,
  document,
  clientsPath,
  gatewayWithToken,
  gatewayOptions,
} from "../../support/gateway/outage-rows.ts";
import type { GatewayWithToken } from "../../support/gateway/outage-rows.ts";

/** Reads everything that shows the gateway's storage. */
async function stored({ gateway, code }: GatewayWithToken): Promise<unknown> {
  const paths = [
    "/tyk/oauth/clients/orders",
    "/tyk/oauth/clients/orders/app/tokens",
    "/tyk/keys",
    `/tyk/keys/${code}?hashed=true&api_id=orders`,
  ];
  return Promise.all(paths.map(async (path) => (await callControl(gateway, "GET", path)).json));
}

describe("while storage is down", () => {
  it.each(outageRows)("%s gets %i and has no effect", async (what, status, body, call) => {
    const setup = await gatewayWithToken();
    const before = await stored(setup);
    setup.gateway.fail({}, { storage: "down" });
    const answer = await call(setup);
    expect(answer.status).toBe(status);
    const expected = what === "invalidateOAuthRefresh" ? deleted(setup.refresh) : body;
    if (Array.isArray(expected)) expect(answer.json).toEqual(expected);
    else expect(answer.json).toMatchObject(expected as object);
    // The gateway waited, and its date shows the time.
    expect(setup.gateway.requests.at(-1)?.at).toBe(60_000);
    expect(answer.headers.get("date")).toBe("Thu, 01 Jan 1970 00:01:05 GMT");

    expect(await stored(setup)).toEqual(before);
    expect(await statusWith(setup.gateway, setup.access)).toBe(200);
    const fields = { grant_type: "refresh_token", refresh_token: setup.refresh };
    expect((await postToken(setup.gateway, "app", fields)).status).toBe(200);
  });

  it("a create that needs no storage for its refusal gets that refusal", async () => {
    const { gateway } = await gatewayWithToken();
    const create = (body: object): Promise<ReadResponse> =>
      callControl(gateway, "POST", `${clientsPath}/create`, { ...document, ...body });
    gateway.fail({}, { storage: "down" }, Infinity);
    expect((await create({ api_id: "nope" })).status).toBe(400);
    expect((await create({ client_id: "new" })).status).toBe(500);
  });

  it.each(["/hello", "/tyk/apis", "/tyk/apis/orders", "/tyk/policies", "/tyk/policies/gold"])(
    "%s is answered from memory, at once",
    async (path) => {
      const { gateway } = await gatewayWithToken();
      const before = await callControl(gateway, "GET", path);
      gateway.fail({}, { storage: "down" });
      const during = await callControl(gateway, "GET", path);
      expect([during.status, during.json]).toEqual([before.status, before.json]);
      expect(during.headers.get("date")).toBe(before.headers.get("date"));
    },
  );

  it("requests are still checked", async () => {
    const { gateway } = await gatewayWithToken();
    gateway.fail({}, { storage: "down" }, Infinity);
    const statusOf = async (answer: Promise<ReadResponse>): Promise<number> =>
      (await answer).status;
    expect(await statusOf(callControl(gateway, "GET", `${clientsPath}/nowhere`))).toBe(404);
    expect(await statusOf(callControl(gateway, "DELETE", "/tyk/oauth/tokens"))).toBe(422);
    expect(await statusOf(postControlForm(gateway, "/tyk/oauth/revoke", {}))).toBe(400);
    const unknown = { ...document, policy_id: "silver" };
    expect(await statusOf(callControl(gateway, "PUT", `${clientsPath}/orders/app`, unknown))).toBe(
      404,
    );
    expect(await statusOf(callControl(gateway, "POST", `${clientsPath}/create`, unknown))).toBe(
      400,
    );
  });

  it("a purge without a retention period needs no storage", async () => {
    const { gateway } = await gatewayWithToken({ retainSeconds: 0 });
    gateway.fail({}, { storage: "down" });
    const { status } = await callControl(gateway, "DELETE", "/tyk/oauth/tokens?scope=lapsed");
    expect(status).toBe(200);
  });

  it("hashed keys that are not listed stay unlisted", async () => {
    const { gateway } = await gatewayWithToken({ listHashedKeys: false });
    gateway.fail({}, { storage: "down" });
    expect((await callControl(gateway, "GET", "/tyk/keys")).status).toBe(404);
  });

  it.each(["3.0.0", "4.3.0", "5.3.0"])("%s has its own messages", async (version) => {
    const { gateway, code } = await gatewayWithToken({ version });
    gateway.fail({}, { storage: "down" });
    const { status } = await callControl(gateway, "DELETE", `/tyk/keys/${code}?hashed=true`);
    expect(status).toBe(version === "3.0.0" ? 400 : 404);
  });

  it("the session cache opens an API with auth tokens for ten seconds, but no OAuth API", async () => {
    const gateway = createGateway({ ...gatewayOptions, policies: { gold: ["orders", "vault"] } });
    await addClient(gateway, "app");
    const token = await tokenFor(gateway, "app");
    expect(await statusWith(gateway, token)).toBe(200);
    expect(await statusWith(gateway, "vault-key-1", "vault")).toBe(200);
    gateway.fail({}, { storage: "down" }, Infinity);
    expect(await statusWith(gateway, "vault-key-1", "vault")).toBe(200);
    expect(await statusWith(gateway, token)).toBe(403);
    expect(await statusWith(gateway, "vault-key-1", "vault")).toBe(403);
  });

  it("the gateway's caches stay unchanged", async () => {
    const policies = { gold: ["orders", "vault"] };
    const gateway = createGateway({ ...gatewayOptions, hashKeys: false, policies });
    await addClient(gateway, "app");
    const token = await tokenFor(gateway, "app");
    for (const api of ["orders", "vault"]) expect(await statusWith(gateway, token, api)).toBe(200);
    // The client cache has expired after one second, the session cache has not.
    gateway.advance(2000);
    const outage = gateway.fail({}, { storage: "down", tookMs: 0 }, Infinity);
    await publicPost(gateway, "/orders/oauth/revoke", { token });
    expect(await statusWith(gateway, token, "vault")).toBe(200);
    expect(await statusWith(gateway, token)).toBe(403);
    outage.remove();
    expect(await statusWith(gateway, token)).toBe(200);
  });

  it.each([0, 9999])("it takes tookMs: %i", async (tookMs) => {
    const { gateway } = await gatewayWithToken();
    gateway.fail({}, { storage: "down", tookMs });
    await callControl(gateway, "GET", "/tyk/keys");
    await callControl(gateway, "GET", "/tyk/keys");
    expect(gateway.requests.at(-1)?.at).toBe(60_000 + tookMs);
  });

  it("an invalid request is still refused, over HTTP", async () => {
    const { gateway } = await gatewayWithToken();
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

import { describe, expect, it } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";
import type { Gateway, GatewayOptions } from "../../../../src/testing/index.ts";
import {
  addClient,
  postToken,
  callControl,
  postControlForm,
  codesListedFor,
  tokenFor,
  tokenPairFor,
  statusWith,
} from "../../../support/gateway/requests.ts";

const gatewayOptions: GatewayOptions = {
  now: 0,
  apis: ["orders", { api_id: "vault", use_standard_auth: true }],
  policies: { gold: ["orders"] },
  keys: { "vault-key-1": ["vault"] },
  listHashedKeys: true,
  // With murmur64 a removed token is not in the session cache, so an API shows what is stored.
  hashKeyFunction: "murmur64",
};

interface GatewayWithToken {
  readonly gateway: Gateway;
  readonly token: string;
  readonly code: string;
}

/** Creates a token that an API has just accepted. */
async function gatewayWithToken(options: GatewayOptions = {}): Promise<GatewayWithToken> {
  const gateway = createGateway({ ...gatewayOptions, writeBacks: 1, ...options });
  await addClient(gateway, "app");
  const token = await tokenFor(gateway, "app");
  const [code = ""] = await codesListedFor(gateway, "app");
  expect(await statusWith(gateway, token)).toBe(200);
  return { gateway, token, code };
}

async function isStored({ gateway, code }: GatewayWithToken): Promise<boolean> {
  const path = `/tyk/keys/${code}?hashed=true&api_id=orders`;
  return (await callControl(gateway, "GET", path)).status === 200;
}

function remove({ gateway, code }: GatewayWithToken): Promise<{ status: number }> {
  return callControl(gateway, "DELETE", `/tyk/keys/${code}?hashed=true&api_id=orders`);
}

async function looks(setup: GatewayWithToken, count: number): Promise<boolean[]> {
  const seen: boolean[] = [];
  for (let i = 0; i < count; i++) seen.push(await isStored(setup));
  return seen;
}

describe("a token in use that is removed", () => {
  it("comes back after the next request, once, and opens its API", async () => {
    const setup = await gatewayWithToken();
    await remove(setup);
    expect(await looks(setup, 3)).toEqual([false, true, true]);
    expect(await statusWith(setup.gateway, setup.token)).toBe(200);
    expect(await codesListedFor(setup.gateway, "app")).toHaveLength(1);
    await remove(setup);
    expect(await looks(setup, 4)).toEqual([false, false, false, false]);
    expect(await statusWith(setup.gateway, setup.token)).toBe(403);
  });

  const removals: [string, (setup: GatewayWithToken) => Promise<unknown>][] = [
    [
      "revoke",
      ({ gateway, token }) =>
        postControlForm(gateway, "/tyk/oauth/revoke", { token, client_id: "app" }),
    ],
    [
      "revoke_all",
      ({ gateway }) =>
        postControlForm(gateway, "/tyk/oauth/revoke_all", { client_id: "app", client_secret: "s" }),
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
      ({ gateway, token }) => callControl(gateway, "DELETE", `/tyk/keys/${token}?api_id=orders`),
    ],
  ];

  it.each(removals)("comes back after %s, but not into the list", async (what, removal) => {
    const setup = await gatewayWithToken();
    await removal(setup);
    expect(await looks(setup, 2)).toEqual([false, true]);
    const isListed = what === "a delete of the key";
    expect(await codesListedFor(setup.gateway, "app")).toHaveLength(isListed ? 1 : 0);
    // The token has no list entry that revoke_all could find.
    await postControlForm(setup.gateway, "/tyk/oauth/revoke_all", {
      client_id: "app",
      client_secret: "s",
    });
    expect(await isStored(setup)).toBe(!isListed);
  });

  it("comes back after a refresh, and the refresh token does not", async () => {
    const gateway = createGateway({ ...gatewayOptions, writeBacks: 1 });
    await addClient(gateway, "app");
    const { access, refresh } = await tokenPairFor(gateway, "app");
    expect(await statusWith(gateway, access)).toBe(200);
    const exchange = { grant_type: "refresh_token", refresh_token: refresh };
    expect((await postToken(gateway, "app", exchange)).status).toBe(200);
    expect(await statusWith(gateway, access)).toBe(403);
    expect(await statusWith(gateway, access)).toBe(200);
    expect((await postToken(gateway, "app", exchange)).status).toBe(403);
  });

  it("comes back as often as configured, without further use, however long that takes", async () => {
    const setup = await gatewayWithToken({ writeBacks: 3 });
    const removals: boolean[] = [];
    for (let i = 0; i < 5; i++) {
      removals.push((await remove(setup)).status === 200);
      await isStored(setup);
      setup.gateway.advance(11_000);
    }
    expect(removals).toEqual([true, true, true, true, false]);
  });

  it("stays in use even if an API accepted it again", async () => {
    const setup = await gatewayWithToken({ writeBacks: 2 });
    await remove(setup);
    expect(await looks(setup, 2)).toEqual([false, true]);
    expect(await statusWith(setup.gateway, setup.token)).toBe(200);
    setup.gateway.advance(60_000);
    await remove(setup);
    expect(await looks(setup, 2)).toEqual([false, true]);
  });

  it.each([
    [0, [true, true, true]],
    [1, [false, true, true]],
    [2, [false, false, true]],
  ])("comes back after %i requests of any kind", async (afterRequests, seen) => {
    const setup = await gatewayWithToken({ writeBacks: { times: 1, afterRequests } });
    await remove(setup);
    expect(await looks(setup, 3)).toEqual(seen);
  });

  it("comes back independently of other tokens", async () => {
    const setup = await gatewayWithToken();
    expect(await statusWith(setup.gateway, "vault-key-1", "vault")).toBe(200);
    await callControl(setup.gateway, "DELETE", "/tyk/keys/vault-key-1");
    await remove(setup);
    // The first session is back before the second one is read.
    expect(await isStored(setup)).toBe(false);
    const { json } = await callControl(setup.gateway, "GET", "/tyk/keys");
    expect((json as { keys: string[] }).keys).toHaveLength(2);
  });

  it("is in the session cache again", async () => {
    // With the default function, removed sessions stay in the session cache.
    const setup = await gatewayWithToken({ hashKeyFunction: undefined });
    await remove(setup);
    setup.gateway.advance(9000);
    expect(await looks(setup, 2)).toEqual([false, true]);
    await remove(setup);
    setup.gateway.advance(9999);
    expect(await statusWith(setup.gateway, setup.token)).toBe(200);
    setup.gateway.advance(1);
    expect(await statusWith(setup.gateway, setup.token)).toBe(403);
  });

  it("does not come back during a storage outage, but after it", async () => {
    const setup = await gatewayWithToken();
    await remove(setup);
    const outage = setup.gateway.fail({}, { storage: "down" }, Infinity);
    expect(await looks(setup, 3)).toEqual([false, false, false]);
    outage.remove();
    expect(await looks(setup, 2)).toEqual([false, true]);
  });

  it("does not outlive its lifetime", async () => {
    const setup = await gatewayWithToken({ version: "4.3.0" });
    await remove(setup);
    setup.gateway.advance(3_600_000);
    expect(await looks(setup, 3)).toEqual([false, false, false]);
  });
});

describe("a token does not come back", () => {
  it("unless the option is set", async () => {
    const setup = await gatewayWithToken({ writeBacks: undefined });
    await remove(setup);
    expect(await looks(setup, 3)).toEqual([false, false, false]);
  });

  it.each([
    ["5.14.9", true],
    ["5.15.0", false],
  ])("from 5.15.0 on (%s)", async (version, comesBack) => {
    const setup = await gatewayWithToken({ version, writeBacks: Infinity });
    await remove(setup);
    expect(await looks(setup, 3)).toEqual([false, comesBack, comesBack]);
  });

  it("if no API accepted it during the last ten seconds", async () => {
    const setup = await gatewayWithToken();
    setup.gateway.advance(10_000);
    await remove(setup);
    expect(await looks(setup, 3)).toEqual([false, false, false]);
  });

  it("if an API refused it", async () => {
    const setup = await gatewayWithToken({ policies: { gold: ["orders"] } });
    setup.gateway.advance(10_000);
    expect(await statusWith(setup.gateway, setup.token, "vault")).toBe(403);
    await remove(setup);
    expect(await looks(setup, 3)).toEqual([false, false, false]);
  });

  it("after a reset of the gateway", async () => {
    const setup = await gatewayWithToken();
    await remove(setup);
    setup.gateway.reset();
    expect(await looks(setup, 3)).toEqual([false, false, false]);
  });
});

describe("invalid writeBacks are rejected", () => {
  const cases: [unknown, RegExp][] = [
    [-1, /writeBacks: times must be a whole number/],
    [1.5, /writeBacks: times must be/],
    ["1", /writeBacks must be a number or an object/],
    [{}, /writeBacks: times must be/],
    [{ times: 1, afterRequests: Infinity }, /writeBacks: afterRequests must be a whole number/],
    [{ times: 1, after: 2 }, /unknown field "after" in writeBacks/],
  ];
  it.each(cases)("%j", (writeBacks, message) => {
    const refused = (): unknown => createGateway({ writeBacks } as GatewayOptions);
    expect(refused).toThrow(TypeError);
    expect(refused).toThrow(message);
  });
});

import { describe, expect, it } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";
import type { GatewayOptions } from "../../../../src/testing/index.ts";
import {
  addClient,
  postConsent,
  callControl,
  tokenFor,
  statusWith,
} from "../../../support/gateway/requests.ts";

const apis = ["orders", { api_id: "vault", use_standard_auth: true }];
const options: GatewayOptions = {
  now: 0,
  apis,
  listHashedKeys: true,
  keys: { "vault-key-1": ["vault"] },
};

async function listedKeys(gateway: ReturnType<typeof createGateway>): Promise<string[]> {
  const { json } = await callControl(gateway, "GET", "/tyk/keys");
  return (json as { keys: string[] }).keys;
}

describe("an ordinary key", () => {
  it("exists from the start, and again after a reset", async () => {
    const gateway = createGateway(options);
    expect(await listedKeys(gateway)).toEqual([expect.stringMatching(/^[0-9a-f]{8}$/)]);
    await callControl(gateway, "DELETE", "/tyk/keys/vault-key-1");
    expect(await listedKeys(gateway)).toEqual([]);
    gateway.reset();
    expect(await listedKeys(gateway)).toHaveLength(1);
  });

  it.each([
    ["vault", 1],
    ["orders", 0],
    ["constructor", 0],
  ])("is listed for the APIs of its rights only (%s)", async (apiId, count) => {
    const path = `/tyk/keys?api_id=${apiId}`;
    const { json } = await callControl(createGateway(options), "GET", path);
    expect((json as { keys: string[] }).keys).toHaveLength(count);
  });

  it("is listed as it is if keys are not hashed", async () => {
    const gateway = createGateway({ ...options, hashKeys: false });
    expect(await listedKeys(gateway)).toEqual(["vault-key-1"]);
  });

  it.each([undefined, "murmur64"] as const)(
    "opens the APIs that it names, and no OAuth API (hashed by %s)",
    async (hashKeyFunction) => {
      const keys = { "vault-key-1": ["vault"], "order-key-1": ["orders"] };
      const gateway = createGateway({ ...options, hashKeyFunction, keys });
      expect(await statusWith(gateway, "vault-key-1", "vault")).toBe(200);
      expect(await statusWith(gateway, "order-key-1", "vault")).toBe(403);
      // The key belongs to no OAuth client.
      expect(await statusWith(gateway, "order-key-1", "orders")).toBe(403);
      expect(await statusWith(gateway, "unknown-key", "vault")).toBe(403);
    },
  );

  it("is refused by an API when it was removed and the session cache has expired", async () => {
    const gateway = createGateway(options);
    expect(await statusWith(gateway, "vault-key-1", "vault")).toBe(200);
    const [code = ""] = await listedKeys(gateway);
    const path = `/tyk/keys/${code}?hashed=true&api_id=vault`;
    expect((await callControl(gateway, "DELETE", path)).status).toBe(200);
    expect((await callControl(gateway, "GET", path)).status).toBe(404);
    gateway.advance(10_000);
    expect(await statusWith(gateway, "vault-key-1", "vault")).toBe(403);
  });

  it("can expire, be inactive, and have policies", async () => {
    const gateway = createGateway({
      ...options,
      policies: { strong: ["vault"], weak: [] },
      keys: {
        "short-lived": { access_rights: ["vault"], expires: 60 },
        inactive: { access_rights: ["vault"], is_inactive: true },
        "by-policy": { apply_policies: ["strong"] },
        "by-empty-policy": { apply_policies: ["weak"] },
        "of-another": { access_rights: { orders: {} } },
      },
    });
    const statusOf = (key: string): Promise<number> => statusWith(gateway, key, "vault");
    expect(await statusOf("short-lived")).toBe(200);
    gateway.advance(60_001);
    expect(await statusOf("short-lived")).toBe(401);
    expect(await statusOf("inactive")).toBe(403);
    expect(await statusOf("by-policy")).toBe(200);
    expect(await statusOf("by-empty-policy")).toBe(403);
    expect(await statusOf("of-another")).toBe(403);
  });
});

describe("GET /tyk/keys/{key} of an ordinary key", () => {
  const right = { api_id: "vault", api_name: "vault", versions: ["Default"] };

  it("omits empty fields on 5.14.0", async () => {
    const gateway = createGateway({
      ...options,
      keys: { "of-nobody": { org_id: "", access_rights: ["vault"] } },
    });
    const { json } = await callControl(gateway, "GET", "/tyk/keys/of-nobody");
    expect(json).toEqual({ access_rights: { vault: right } });
  });

  it.each(["5.3.0", "4.3.0", "3.0.0"])("shows all fields on %s", async (version) => {
    const gateway = createGateway({
      ...options,
      version,
      keys: { "of-nobody": { org_id: "", access_rights: ["vault"] } },
    });
    const { json } = await callControl(gateway, "GET", "/tyk/keys/of-nobody");
    expect(json).toMatchObject({ org_id: "", oauth_client_id: "", expires: 0, alias: "" });
  });

  it("shows the fields that were set", async () => {
    const setup = {
      org_id: "acme",
      access_rights: { vault: { versions: ["v1"] } },
      expires: 99,
      meta_data: { team: "web" },
      tags: ["blue"],
      alias: "ann",
    };
    const gateway = createGateway({ ...options, keys: { "full-key": setup } });
    const { json } = await callControl(gateway, "GET", "/tyk/keys/full-key?api_id=vault");
    expect(json).toEqual({
      ...setup,
      access_rights: { vault: { ...right, versions: ["v1"] } },
    });
  });

  it.each([
    ["5.14.0", { oauth_client_id: "app", expires: 3600 }, "org_id"],
    ["5.3.0", { oauth_client_id: "app", expires: 3600, org_id: "" }, undefined],
  ])("of a token whose rules have no organisation, on %s", async (version, shown, hidden) => {
    const gateway = createGateway({ ...options, version });
    await addClient(gateway, "app");
    const rules = JSON.stringify({ org_id: "", access_rights: { orders: {} } });
    const fields = { response_type: "token", client_id: "app", key_rules: rules };
    const { access_token } = (await postConsent(gateway, fields)).json as { access_token: string };
    const { json } = await callControl(gateway, "GET", `/tyk/keys/${access_token}?api_id=orders`);
    expect(json).toMatchObject(shown);
    if (hidden !== undefined) expect(json).not.toHaveProperty(hidden);
    expect(await statusWith(gateway, access_token)).toBe(200);
  });
});

describe("a token of an OAuth client", () => {
  it("is listed next to ordinary keys", async () => {
    const gateway = createGateway(options);
    await addClient(gateway, "app");
    await tokenFor(gateway, "app");
    expect(await listedKeys(gateway)).toHaveLength(2);
  });
});

describe("invalid keys are refused", () => {
  const cases: [unknown, RegExp][] = [
    [[], /keys must be an object by key/],
    [{ "": ["vault"] }, /keys\[0\] is an empty key/],
    [{ secret: 5 }, /keys\[0\] must be a list of API ids or an object/],
    [{ secret: {} }, /keys\[0\] needs access_rights or apply_policies/],
    [{ secret: [5] }, /keys\[0\]: access_rights must be a list of strings/],
    [
      { secret: { access_rights: [], oauth_client_id: "app" } },
      /unknown field "oauth_client_id" in keys\[0\]; the fields are org_id, access_rights/,
    ],
    [{ secret: { access_rights: { vault: 5 } } }, /keys\[0\]: access_rights: vault must be/],
    [{ secret: { access_rights: "vault" } }, /keys\[0\] needs access_rights: a list of API ids/],
    [{ secret: { access_rights: [], expires: -1 } }, /expires must be a whole number/],
    [{ secret: { access_rights: [], org_id: 5 } }, /org_id must be a string/],
    [{ secret: { access_rights: [], is_inactive: 1 } }, /is_inactive must be true or false/],
    [{ secret: { access_rights: [], meta_data: [] } }, /meta_data must be an object/],
    [{ secret: { access_rights: [], tags: "t" } }, /tags must be a list of strings/],
    [{ secret: { access_rights: [], alias: 5 } }, /alias must be a string/],
    [{ secret: { apply_policies: [5] } }, /apply_policies must be a list of strings/],
  ];

  it.each(cases)("%j", (keys, message) => {
    const refused = (): unknown => createGateway({ keys } as GatewayOptions);
    expect(refused).toThrow(TypeError);
    expect(refused).toThrow(message);
    expect(refused).not.toThrow(/secret/);
  });
});

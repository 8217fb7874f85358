import { describe, expect, it } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";
import type { Gateway, PolicySetup } from "../../../../src/testing/index.ts";
import {
  addClient,
  postConsent,
  callControl,
  tokenFor,
  readResponse,
  statusWith,
} from "../../../support/gateway/requests.ts";

const apis = ["orders", "billing", { api_id: "vault", use_standard_auth: true }];

const allVersions = ["5.14.0", "5.3.0", "4.3.0", "3.0.0"];

/** Returns the statuses of the APIs for a token of a client with one policy. */
async function statusesOf(policy: PolicySetup, version: string): Promise<number[]> {
  const gateway = createGateway({ apis, version, policies: { gold: policy } });
  await addClient(gateway, "app");
  const token = await tokenFor(gateway, "app");
  return [await statusWith(gateway, token), await statusWith(gateway, token, "vault")];
}

async function tokenByRules(gateway: Gateway, rules: object): Promise<string> {
  const fields = { response_type: "token", client_id: "app", key_rules: JSON.stringify(rules) };
  return ((await postConsent(gateway, fields)).json as { access_token: string }).access_token;
}

describe.each(allVersions)("on %s a token opens", (version) => {
  const access_rights = ["orders", "vault"];
  const cases: [string, PolicySetup, number][] = [
    ["what a policy without partitions grants", { access_rights }, 200],
    ["what acl grants", { access_rights, partitions: { acl: true, quota: true } }, 200],
    ["what per_api grants", { access_rights, partitions: { per_api: true } }, 200],
    ["nothing by quota alone", { access_rights, partitions: { quota: true } }, 403],
    ["nothing by rate_limit alone", { access_rights, partitions: { rate_limit: true } }, 403],
    ["nothing by complexity alone", { access_rights, partitions: { complexity: true } }, 403],
    ["nothing by an inactive policy", { access_rights, is_inactive: true }, 403],
    ["nothing by a policy of no organisation", { access_rights, org_id: "" }, 403],
  ];
  it.each(cases)("%s", async (_, policy, status) => {
    expect(await statusesOf(policy, version)).toEqual([status, status]);
  });
});

describe("several policies", () => {
  const policies = {
    gold: ["orders"],
    acl: { access_rights: ["orders"], partitions: { acl: true } },
    quota: { access_rights: ["orders"], partitions: { quota: true } },
    billing: ["billing"],
    vault: { access_rights: ["vault"], quota_max: 10 },
  };
  const rows: [string[], number[]][] = [
    [
      ["acl", "billing"],
      [200, 200],
    ],
    [
      ["billing", "acl"],
      [200, 200],
    ],
    [
      ["quota", "billing"],
      [403, 200],
    ],
    [
      ["quota", "acl"],
      [200, 403],
    ],
    [["quota"], [403, 403]],
  ];
  it.each(rows)("%j open orders and billing: %j", async (apply_policies, statuses) => {
    const gateway = createGateway({ apis, policies });
    await addClient(gateway, "app");
    await addClient(gateway, "app", { api_id: "billing" });
    const token = await tokenByRules(gateway, { org_id: "acme", apply_policies });
    const seen = [await statusWith(gateway, token), await statusWith(gateway, token, "billing")];
    expect(seen).toEqual(statuses);
  });

  it("give the larger quota", async () => {
    const gateway = createGateway({
      apis,
      policies: { ...policies, small: { access_rights: ["vault"], quota_max: 5 } },
    });
    await addClient(gateway, "app");
    const quotaOf = async (apply_policies: string[]): Promise<unknown> => {
      const token = await tokenByRules(gateway, { org_id: "acme", apply_policies });
      const { json } = await callControl(gateway, "GET", `/tyk/keys/${token}?api_id=vault`);
      return (json as { quota_max: number }).quota_max;
    };
    expect(await quotaOf(["vault", "small"])).toBe(10);
    expect(await quotaOf(["small", "gold"])).toBe(-1);
  });
});

describe("allowed_urls", () => {
  const allowed_urls = [
    { url: "^/open/", methods: ["GET", "HEAD"] },
    { url: "/both$", methods: ["POST"] },
  ];
  const rows: [string, string, number][] = [
    ["GET", "/open/x", 200],
    ["HEAD", "/open/x", 200],
    ["POST", "/open/x", 403],
    ["POST", "/a/both", 200],
    ["GET", "/a/both", 403],
    ["GET", "/hello", 403],
  ];

  async function send(
    gateway: Gateway,
    token: string,
    method: string,
    path: string,
  ): Promise<number> {
    const headers = { authorization: `Bearer ${token}` };
    const response = await gateway.fetch(`${gateway.url}/orders${path}`, { method, headers });
    return response.status;
  }

  it.each(rows)("of a policy and of rules open %s %s: %i", async (method, path, status) => {
    const policies = { gold: { access_rights: { orders: { allowed_urls } } } };
    const gateway = createGateway({ apis, policies });
    await addClient(gateway, "app");
    const byPolicy = await tokenFor(gateway, "app");
    const byRules = await tokenByRules(gateway, { access_rights: { orders: { allowed_urls } } });
    for (const token of [byPolicy, byRules])
      expect(await send(gateway, token, method, path)).toBe(status);
  });

  it("limit a key under any listen path", async () => {
    const gateway = createGateway({
      apis: [{ api_id: "vault", use_standard_auth: true, listen_path: "/v/1/" }],
      keys: { "vault-key-1": { access_rights: { vault: { allowed_urls } } } },
    });
    const use = async (path: string): Promise<[number, string]> => {
      const headers = { authorization: "vault-key-1" };
      const { status, text } = await readResponse(
        await gateway.fetch(`${gateway.url}/v/1${path}`, { headers }),
      );
      return [status, text];
    };
    expect((await use("/open/x"))[0]).toBe(200);
    expect(await use("/shut/x")).toEqual([
      403,
      '{\n    "error": "Access to this resource has been disallowed"\n}',
    ]);
  });

  it("of two policies add up, and a policy that allows all URLs does not widen them", async () => {
    const one = {
      access_rights: { orders: { allowed_urls: [{ url: "/one", methods: ["GET"] }] } },
    };
    const two = {
      access_rights: { orders: { allowed_urls: [{ url: "/two", methods: ["GET"] }] } },
    };
    const gateway = createGateway({ apis, policies: { gold: ["orders"], one, two } });
    await addClient(gateway, "app");
    for (const [apply_policies, statuses] of [
      [
        ["one", "two"],
        [200, 200, 403],
      ],
      [
        ["gold", "one"],
        [200, 403, 403],
      ],
      [
        ["one", "gold"],
        [200, 403, 403],
      ],
    ] as const) {
      const token = await tokenByRules(gateway, { org_id: "acme", apply_policies });
      const seen: number[] = [];
      for (const path of ["/one", "/two", "/three"])
        seen.push(await send(gateway, token, "GET", path));
      expect(seen, apply_policies.join()).toEqual(statuses);
    }
  });

  it("of invalid rules open nothing", async () => {
    const gateway = createGateway({ apis, policies: { gold: ["orders"] } });
    await addClient(gateway, "app");
    for (const entry of [
      { url: "(", methods: ["GET"] },
      { url: 5, methods: ["GET"] },
      { url: "/" },
      null,
    ]) {
      const token = await tokenByRules(gateway, {
        access_rights: { orders: { allowed_urls: [entry] } },
      });
      expect(await send(gateway, token, "GET", "/x")).toBe(403);
    }
  });

  it("are shown with the policy and the key", async () => {
    const policies = { gold: { access_rights: { orders: { allowed_urls } } } };
    const gateway = createGateway({ apis, policies });
    await addClient(gateway, "app");
    const token = await tokenFor(gateway, "app");
    const shown = { access_rights: { orders: { allowed_urls } } };
    expect((await callControl(gateway, "GET", "/tyk/policies/gold")).json).toMatchObject(shown);
    const { json } = await callControl(gateway, "GET", `/tyk/keys/${token}?api_id=orders`);
    expect(json).toMatchObject(shown);
  });
});

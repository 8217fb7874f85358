import { describe, expect, it } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";
import type { GatewayOptions, PolicySetup } from "../../../../src/testing/index.ts";
import { PolicyStore } from "../../../../src/testing/session/policy-store.ts";
import { resolveGatewaySettings } from "../../../../src/testing/settings/gateway-settings.ts";
import { getVersionTraits } from "../../../../src/testing/versions.ts";
import {
  addClient,
  postToken,
  callControl,
  tokenFor,
  readResponse,
} from "../../../support/gateway/requests.ts";

const apis = ["orders", "billing", { api_id: "vault", use_standard_auth: true }];

interface AllowedUrl {
  readonly url: string;
  readonly methods: readonly string[];
}

const allVersions = ["5.14.0", "5.3.0", "4.3.0", "3.0.0"];

describe("a policy in GET /tyk/policies", () => {
  it("shows its partitions and its quota", async () => {
    const partitions = { acl: true, quota: true };
    const setup: PolicySetup = { access_rights: ["orders"], partitions, quota_max: 100 };
    const gateway = createGateway({ apis, policies: { gold: setup, plain: ["orders"] } });
    const none = { quota: false, rate_limit: false, complexity: false, acl: false, per_api: false };
    expect((await callControl(gateway, "GET", "/tyk/policies/gold")).json).toMatchObject({
      partitions: { ...none, ...partitions },
      quota_max: 100,
    });
    expect((await callControl(gateway, "GET", "/tyk/policies/plain")).json).toMatchObject({
      partitions: none,
      quota_max: -1,
    });
  });

  it("passes its quota to tokens", async () => {
    const policies = { gold: { access_rights: ["orders"], quota_max: 100 } };
    const gateway = createGateway({ apis, policies });
    await addClient(gateway, "app");
    const token = await tokenFor(gateway, "app");
    const { json } = await callControl(gateway, "GET", `/tyk/keys/${token}?api_id=orders`);
    expect(json).toMatchObject({
      quota_max: 100,
      access_rights: { orders: { limit: { quota_max: 100 } } },
    });
    const headers = { authorization: `Bearer ${token}` };
    const limits = await readResponse(
      await gateway.fetch(`${gateway.url}/orders/tyk/rate-limits/`, { headers }),
    );
    expect(limits.json).toMatchObject({ quota: { quota_max: 100 } });
  });
});

describe("several policies of one session", () => {
  const url = (text: string): AllowedUrl => ({ url: text, methods: ["GET"] });
  it.each([
    [{ versions: ["v1"] }, { versions: ["v2", "v1"] }, { versions: ["v1", "v2"] }],
    [{ allowed_urls: [url("/a")] }, {}, { allowed_urls: [url("/a")] }],
    [{}, {}, {}],
    [
      { allowed_urls: [url("/a")] },
      { allowed_urls: [url("/b")] },
      { allowed_urls: [url("/a"), url("/b")] },
    ],
  ])("add up %j and %j", (one, other, expected) => {
    const setups: GatewayOptions["policies"] = {
      gold: { access_rights: { orders: one } },
      silver: { access_rights: { orders: other, billing: {} } },
    };
    const { policies: loaded, apis: all } = resolveGatewaySettings({ apis, policies: setups });
    const policies = new PolicyStore(loaded, getVersionTraits("5.14.0"));
    const [gold] = loaded;
    if (gold === undefined) throw new Error("there is no policy");
    const session = { ...policies.createSession(gold), apply_policies: ["gold", "silver"] };
    const { session: applied } = policies.apply(session, all[0]);
    const { orders = {}, ...others } = applied.access_rights ?? {};
    expect(Object.keys(others)).toEqual(["billing"]);
    expect(orders).toMatchObject(expected);
    expect("allowed_urls" in orders).toBe("allowed_urls" in expected);
  });
});

describe("replaced policies", () => {
  it.each(allVersions)("refuse the sessions of a removed policy at once (%s)", (version) => {
    const options: GatewayOptions = { apis, version, policies: { gold: ["orders"] } };
    const { policies: loaded, apis: all } = resolveGatewaySettings(options);
    const policies = new PolicyStore(loaded, getVersionTraits(version));
    const [gold] = loaded;
    if (gold === undefined) throw new Error("there is no policy");
    const session = policies.createSession(gold);
    expect(policies.apply(session, all[0]).isRefused).toBe(false);
    policies.load([]);
    expect(policies.apply(session, all[0]).isRefused).toBe(true);
    expect(policies.list()).toEqual([]);
    policies.load(loaded);
    expect(policies.apply(session, all[0]).isRefused).toBe(false);
  });

  it("make the token endpoint respond with server_error for an unknown policy", async () => {
    const gateway = createGateway({ apis });
    await addClient(gateway, "app", { policy_id: "gone" });
    const { status, json } = await postToken(gateway, "app", { grant_type: "client_credentials" });
    expect([status, json]).toMatchObject([403, { error: "server_error" }]);
  });
});

describe("invalid policies are refused", () => {
  const of = (more: object): object => ({
    policies: { gold: { access_rights: ["orders"], ...more } },
  });
  const right = (more: unknown): object => ({
    policies: { gold: { access_rights: { orders: more } } },
  });
  const cases: [object, RegExp][] = [
    [of({ partitions: 5 }), /gold: partitions must be an object/],
    [of({ partitions: { acl: 1 } }), /gold: partitions: acl must be true or false/],
    [
      of({ partitions: { acls: true } }),
      /unknown field "acls" in policies: gold: partitions; did you mean "acl"\?/,
    ],
    [of({ quota_max: -2 }), /gold: quota_max must be a whole number, -1 or more/],
    [of({ quota_max: "5" }), /gold: quota_max must be/],
    [right(5), /gold: access_rights: orders must be an object/],
    [right({ versions: "v1" }), /orders: versions must be a list of strings/],
    [right({ api_name: 5 }), /orders: api_name must be/],
    [right({ allowed_urls: "/x" }), /orders: allowed_urls must be a list of objects/],
    [right({ allowed_urls: ["/x"] }), /orders: allowed_urls must be a list of objects/],
    [
      right({ allowed_urls: [{ url: "(" }] }),
      /allowed_urls: url must be a regular expression, not "\("/,
    ],
    [right({ allowed_urls: [{ url: "/", methods: 5 }] }), /allowed_urls: methods must be/],
  ];
  it.each(cases)("%j", (options, message) => {
    expect(() => createGateway(options)).toThrow(TypeError);
    expect(() => createGateway(options)).toThrow(message);
  });
});

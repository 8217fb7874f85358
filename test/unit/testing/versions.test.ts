import { describe, expect, it } from "vitest";
import { createGateway } from "../../../src/testing/index.ts";
import type { Gateway } from "../../../src/testing/index.ts";
import { getVersionTraits } from "../../../src/testing/versions.ts";
import type { VersionTraits } from "../../../src/testing/versions.ts";
import {
  addClient,
  postConsent,
  postToken,
  callControl,
  tokenFor,
  statusWith,
} from "../../support/gateway/requests.ts";

describe("a trait of versions", () => {
  const spans: [keyof VersionTraits, string[], string[]][] = [
    ["hasPolicies", ["4.1.0", "5.14.0"], ["4.0.16", "3.0.0"]],
    ["policiesHaveIds", ["5.12.0"], ["5.11.1"]],
    ["policiesPerOrganisation", ["5.12.0"], ["5.11.1"]],
    ["refusesEmptyPolicies", ["5.7.1", "5.3.9", "5.3.13"], ["5.7.0", "5.3.8", "5.4.0", "5.6.1"]],
    ["skipsUnknownPolicies", ["5.1.1", "5.0.4", "4.0.16"], ["5.1.0", "5.0.3", "4.0.15", "4.3.8"]],
    ["policiesDecideInactive", ["5.10.1", "5.8.7"], ["5.10.0", "5.8.6", "5.9.2"]],
    ["rightsOmitApi", ["5.7.0", "5.3.8"], ["5.6.1", "5.3.7", "5.5.0"]],
    ["rightsHaveLimits", ["3.2.2", "3.0.7"], ["3.2.1", "3.0.6", "3.1.2"]],
    [
      "hasPurge",
      ["5.2.4", "5.0.9", "4.0.16", "5.3.0"],
      ["5.2.3", "5.0.8", "4.0.15", "5.1.2", "4.3.0"],
    ],
    ["createsManagerOnRead", ["3.2.0"], ["3.1.2", "3.0.12"]],
    ["keepsExpiredSessions", ["5.0.3", "4.0.14"], ["5.0.2", "4.0.13", "4.3.8"]],
    ["cacheHashesByMurmur64", ["3.2.0", "3.0.5", "3.0.12"], ["3.1.2", "3.0.4"]],
    ["findsKeyBeforeDelete", ["3.2.2", "3.0.7"], ["3.2.1", "3.0.6", "3.1.2"]],
    ["filtersKeysByApi", ["5.12.0", "5.8.12", "5.8.15"], ["5.11.1", "5.8.11", "5.9.0"]],
    ["hasHelloOnControl", ["3.2.0", "3.0.4"], ["3.1.2", "3.0.3"]],
    ["usesNotFoundOnApis", ["5.13.1", "5.8.15"], ["5.13.0", "5.8.14", "5.9.0"]],
    ["hasReadiness", ["5.8.3"], ["5.8.2"]],
    ["servesApisById", ["5.0.1", "4.0.13"], ["5.0.0", "4.0.12", "4.3.8"]],
    [
      "prefersDomains",
      ["5.7.0", "5.3.9", "5.3.13", "5.14.0"],
      ["5.6.1", "5.4.0", "5.3.8", "5.3.0"],
    ],
    ["ignoresPatternLength", ["5.8.1", "5.3.11", "5.9.0"], ["5.8.0", "5.4.0", "5.3.10"]],
    ["readsDomainDisabled", ["4.1.0"], ["4.0.16", "3.0.0"]],
    [
      "separatesSamePaths",
      ["5.0.1", "4.0.13", "4.0.16", "3.0.0", "3.0.4", "3.1.2"],
      ["5.0.0", "4.3.0", "4.1.0", "4.0.12", "3.2.0", "3.0.5"],
    ],
    ["hidesInternalApis", ["5.0.1", "4.0.13"], ["5.0.0", "4.0.12", "4.1.0", "3.0.0"]],
    [
      "skipsInvalidPaths",
      ["5.0.1", "4.0.13", "4.1.0", "4.2.1", "4.0.6", "3.0.0"],
      ["5.0.0", "4.2.2", "4.0.12", "4.0.7"],
    ],
    ["keepsUnchangedApis", ["4.2.2", "4.0.7", "4.0.16"], ["4.2.1", "4.1.0", "4.0.6", "3.0.0"]],
    ["omitsEmptyFields", ["5.12.0"], ["5.11.1"]],
    ["updatesOnlyStoredSessions", ["5.15.0", "5.15.0-rc1"], ["5.14.9", "3.0.0"]],
    ["createsInRandomOrder", ["5.14.0"], ["5.13.1", "5.3.0"]],
    ["answersXml", ["3.1.2", "3.0.3"], ["3.1.1", "3.0.2"]],
  ];

  it.each(spans)("%s is true for %j, and false for %j", (trait, versions, others) => {
    for (const version of versions) expect(getVersionTraits(version)[trait], version).toBe(true);
    for (const version of others) expect(getVersionTraits(version)[trait], version).toBe(false);
  });

  it("is tested for every trait", () => {
    expect(spans.map(([trait]) => trait).sort()).toEqual(
      Object.keys(getVersionTraits("5.14.0")).sort(),
    );
  });

  it("treats a pre-release or a build as its version", () => {
    expect(getVersionTraits("5.12.0-rc1").policiesHaveIds).toBe(true);
    expect(getVersionTraits("5.11.1+build.12").policiesHaveIds).toBe(false);
  });
});

/** Issues a token with these key rules. */
async function tokenByRules(gateway: Gateway, rules: object): Promise<string> {
  const fields = { response_type: "token", client_id: "app", key_rules: JSON.stringify(rules) };
  const { json } = await postConsent(gateway, fields);
  return (json as { access_token: string }).access_token;
}

describe("what a token opens", () => {
  const policies = {
    gold: ["orders"],
    nothing: [],
    idle: { access_rights: ["orders"], is_inactive: true },
  };

  it.each([
    ["5.14.0", 403],
    ["5.7.0", 200],
    ["3.0.0", 200],
  ])("on %s by a policy that grants nothing: %i", async (version, status) => {
    const gateway = createGateway({ version, policies });
    await addClient(gateway, "app", { policy_id: "nothing" });
    expect(await statusWith(gateway, await tokenFor(gateway, "app"))).toBe(status);
  });

  it.each([
    ["5.14.0", 200],
    ["5.1.0", 403],
  ])("on %s by two policies, one of them unknown: %i", async (version, status) => {
    const gateway = createGateway({ version, policies });
    await addClient(gateway, "app");
    const token = await tokenByRules(gateway, { org_id: "acme", apply_policies: ["gone", "gold"] });
    expect(await statusWith(gateway, token)).toBe(status);
  });

  it.each([
    ["5.14.0", { apply_policies: ["gold"] }, 200],
    ["5.9.2", { apply_policies: ["gold"] }, 403],
    ["5.14.0", { access_rights: { orders: {} } }, 403],
    ["5.14.0", { apply_policies: ["idle"] }, 403],
  ])("on %s if the rules are inactive, and name %j: %i", async (version, rules, status) => {
    const gateway = createGateway({ version, policies });
    await addClient(gateway, "app");
    const token = await tokenByRules(gateway, {
      org_id: "acme",
      is_inactive: !("idle" in rules),
      ...rules,
    });
    expect(await statusWith(gateway, token)).toBe(status);
  });

  it.each([
    ["5.14.0", 403],
    ["5.11.1", 200],
  ])("on %s if the rules name another organisation: %i", async (version, status) => {
    const gateway = createGateway({ version, policies });
    await addClient(gateway, "app");
    const token = await tokenByRules(gateway, { org_id: "other", apply_policies: ["gold"] });
    expect(await statusWith(gateway, token)).toBe(status);
  });

  it("by a policy of another organisation: nothing", async () => {
    const gateway = createGateway({
      policies: { theirs: { org_id: "other", access_rights: ["orders"] } },
    });
    await addClient(gateway, "app", { policy_id: "theirs" });
    expect(await statusWith(gateway, await tokenFor(gateway, "app"))).toBe(403);
  });
});

describe("keys of each version", () => {
  it("are listed by API from 5.12 on", async () => {
    for (const [version, count] of [
      ["5.14.0", 0],
      ["5.11.1", 1],
    ] as const) {
      const gateway = createGateway({ version, listHashedKeys: true });
      await addClient(gateway, "app");
      await tokenFor(gateway, "app");
      const { json } = await callControl(gateway, "GET", "/tyk/keys?api_id=unknown");
      expect((json as { keys: string[] }).keys, version).toHaveLength(count);
    }
  });

  it("are listed by organisation if they are not hashed", async () => {
    for (const options of [{}, { hashKeyFunction: "murmur64" }] as const) {
      const gateway = createGateway({ hashKeys: false, ...options });
      await addClient(gateway, "app");
      const token = await tokenFor(gateway, "app");
      expect(
        (await callControl(gateway, "GET", "/tyk/keys?filter=acme&api_id=orders")).json,
      ).toEqual({
        keys: [token],
      });
      expect((await callControl(gateway, "GET", "/tyk/keys?filter=other")).json).toEqual({
        keys: [],
      });
      expect((await callControl(gateway, "GET", "/tyk/keys?api_id=orders")).status).toBe(400);
    }
  });

  it("show every field of a session before 5.12, and only set fields since", async () => {
    for (const [version, fields] of [
      [
        "5.14.0",
        { apply_policies: ["gold"], access_rights: { orders: { versions: ["Default"] } } },
      ],
      [
        "4.3.0",
        {
          tags: [],
          alias: "",
          access_rights: { orders: { api_id: "orders", limit: { quota_max: -1 } } },
        },
      ],
    ] as const) {
      const gateway = createGateway({ version });
      await addClient(gateway, "app", { meta_data: { team: "web" } });
      const token = await tokenFor(gateway, "app");
      const { json } = await callControl(gateway, "GET", `/tyk/keys/${token}?api_id=orders`);
      expect(json).toMatchObject({
        org_id: "acme",
        oauth_client_id: "app",
        meta_data: { team: "web" },
        rate: 1000,
        ...fields,
      });
      expect("alias" in (json as object)).toBe(version === "4.3.0");
    }
  });

  it("are found by the token, by the id within it, and by its hash", async () => {
    const gateway = createGateway();
    await addClient(gateway, "app");
    const token = await tokenFor(gateway, "app");
    const own = token.slice("acme".length);
    const { json } = await callControl(gateway, "GET", "/tyk/oauth/clients/orders/app/tokens");
    const [{ code = "" } = {}] = json as { code?: string }[];
    for (const path of [
      token,
      `${own}?api_id=orders`,
      `${own}?org_id=acme`,
      `${own}?username=true&org_id=acme`,
      `${code}?hashed=1`,
    ]) {
      expect((await callControl(gateway, "GET", `/tyk/keys/${path}`)).status, path).toBe(200);
    }
    expect((await callControl(gateway, "GET", `/tyk/keys/${own}`)).status).toBe(404);
    expect(await statusWith(gateway, own)).toBe(200);
    expect(await statusWith(gateway, token)).toBe(200);
    expect(
      (await callControl(gateway, "DELETE", `/tyk/keys/${own}?org_id=acme`)).json,
    ).toMatchObject({
      key: token,
    });
    expect((await callControl(gateway, "DELETE", `/tyk/keys/${token}`)).status).toBe(404);
  });

  it("that are deleted everywhere get null", async () => {
    const gateway = createGateway();
    await addClient(gateway, "app");
    const token = await tokenFor(gateway, "app");
    expect((await callControl(gateway, "DELETE", `/tyk/keys/${token}?api_id=-1`)).text).toBe(
      "null\n",
    );
  });
});

describe("the edge of a larger deployment", () => {
  it.each([
    ["POST", "/tyk/oauth/clients/create", 405],
    ["PUT", "/tyk/oauth/clients/orders/app", 405],
    ["PUT", "/tyk/oauth/clients/orders/app/rotate", 404],
    ["GET", "/tyk/oauth/clients/apis/app?orgID=", 404],
    ["DELETE", "/tyk/oauth/refresh/x?api_id=orders", 404],
    ["POST", "/tyk/oauth/revoke", 404],
    ["POST", "/tyk/oauth/revoke_all", 404],
    ["GET", "/tyk/apis", 404],
    ["GET", "/tyk/policies", 404],
    ["GET", "/tyk/oauth/clients/orders", 200],
    ["GET", "/tyk/oauth/clients/orders/app", 404],
    ["DELETE", "/tyk/oauth/clients/orders/app", 200],
    ["GET", "/tyk/oauth/clients/orders/app/tokens", 200],
    ["DELETE", "/tyk/oauth/tokens?scope=lapsed", 200],
    ["GET", "/tyk/keys", 200],
    ["GET", "/hello", 200],
    ["POST", "/orders/tyk/oauth/authorize-client", 403],
  ])("responds to %s %s with %i", async (method, path, status) => {
    const gateway = createGateway({ edge: true, listHashedKeys: true });
    expect((await callControl(gateway, method, path)).status).toBe(status);
  });
});

describe("the password grant", () => {
  it("is denied, after the client and the user are checked", async () => {
    const gateway = createGateway();
    await addClient(gateway, "app");
    const errors = [
      await postToken(gateway, "app", { grant_type: "password", username: "u", password: "p" }),
      await postToken(gateway, "app", { grant_type: "password", username: "u" }),
      await postToken(gateway, "nobody", { grant_type: "password", username: "u", password: "p" }),
    ].map(({ json }) => (json as { error: string }).error);
    expect(errors).toEqual(["access_denied", "invalid_grant", "server_error"]);
  });
});

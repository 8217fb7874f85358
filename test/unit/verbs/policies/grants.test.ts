import { describe, expect, test } from "vitest";
import { TykNotFoundError, TykUnsupportedError } from "../../../../src/index.ts";
import type { ApiDefinition, Policy } from "../../../../src/index.ts";
import { readPolicyApis, requireGrants } from "../../../../src/verbs/policies/grants.ts";
import { json } from "../../../support/network/fake-fetch.ts";
import { failure } from "../../../support/util/failure.ts";
import { omit } from "../../../support/util/omit.ts";
import { api, policy } from "../../../support/samples/samples.ts";
import { createMethodHarness } from "../../../support/client/method-harness.ts";
import type { MethodHarness } from "../../../support/client/method-harness.ts";
import { silentGateways, policyNotFound } from "../../../support/samples/silent-gateways.ts";

const billing: ApiDefinition = { ...api, api_id: "billing" };

const open: ApiDefinition = { ...api, api_id: "open", use_oauth2: false };

const right = (api_id: string): NonNullable<Policy["access_rights"]>[string] => ({
  api_id,
  api_name: api_id,
  versions: ["Default"],
});

describe("a policy that must grant an API", () => {
  const requires = (bench: MethodHarness, of: ApiDefinition = api): Promise<void> =>
    bench.run((context) => requireGrants(context, ["gold"], of));

  test.each<[string, Partial<Policy>]>([
    ["of the API's organisation", {}],
    ["with partitions that include access rights", { partitions: { acl: true, quota: true } }],
    ["with access rights only", { partitions: { acl: true } }],
    [
      "whose partitions are disabled",
      { partitions: { acl: false, quota: false, rate_limit: false } },
    ],
    ["that omits empty fields", { partitions: {} }],
    // In a file it has no effect.
    ["that is not active", { active: false }],
    ["with is_inactive false", { is_inactive: false }],
    ["that also grants other APIs", { access_rights: { orders: right("orders"), x: right("x") } }],
  ])("is accepted %s", async (_, more) => {
    await requires(createMethodHarness([json({ ...policy, ...more })]));
  });

  test.each(silentGateways)("is accepted if the gateway %s", async (_, replies) => {
    await requires(createMethodHarness(replies));
  });

  test.each<[string, Partial<Policy>]>([
    ["nothing", { access_rights: {} }],
    ["nothing (access_rights null)", { access_rights: null }],
    ["only another API", { access_rights: { billing: right("billing") } }],
  ])(
    "is rejected if it grants %s, and removed from the cache because it may change",
    async (_, more) => {
      const bench = createMethodHarness([json({ ...policy, ...more }), json(policy)]);
      const error = await failure(requires(bench));
      expect(error).toBeInstanceOf(TykUnsupportedError);
      expect(error).toMatchObject({
        operation: "test.method",
        outcome: "not-sent",
        message:
          "test.method: the policy gold does not grant the API orders, so its tokens would not open it; before 5.7, tokens of a policy that grants nothing open every API",
      });
      await requires(bench);
      expect(bench.sent).toHaveLength(2);
    },
  );

  test("is rejected for an API named after a property that every object has", async () => {
    const bench = createMethodHarness([json(policy)]);
    const error = await failure(requires(bench, { ...api, api_id: "constructor" }));
    expect(error.code).toBe("unsupported");
  });

  test("is rejected if it belongs to another organisation", async () => {
    const bench = createMethodHarness([json({ ...policy, org_id: "umbrella" })]);
    const error = await failure(requires(bench));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error.message).toBe(
      "test.method: the policy gold belongs to another organisation than the API orders: the gateway refuses its tokens there",
    );
  });

  test("is accepted without an organisation if the API has none", async () => {
    const { api_id, proxy } = api;
    const nobodys: ApiDefinition = { api_id, proxy, use_oauth2: true };
    await requires(createMethodHarness([json(omit(policy, "org_id"))]), nobodys);
    await requires(createMethodHarness([json({ ...policy, org_id: "" })]), { ...api, org_id: "" });
    const error = await failure(requires(createMethodHarness([json(policy)]), nobodys));
    expect(error.message).toContain("belongs to another organisation than the API orders");
  });

  const noOrg =
    "has no organisation, but the API orders belongs to acme: the gateway refuses its tokens there; set the policy's org_id";
  const noRights =
    "grants the API orders without its access rights (partitions without acl): tokens would open nothing; set the acl partition, or none";
  test.each<[string, Policy, string]>([
    ["with an empty org_id", { ...policy, org_id: "" }, noOrg],
    ["without org_id", omit(policy, "org_id"), noOrg],
    ["with a quota only", { ...policy, partitions: { quota: true } }, noRights],
    ["with a rate limit only", { ...policy, partitions: { rate_limit: true } }, noRights],
    [
      "with everything except access rights",
      { ...policy, partitions: { acl: false, quota: true, rate_limit: true } },
      noRights,
    ],
    [
      "that is inactive",
      { ...policy, is_inactive: true },
      "is inactive (is_inactive): the gateway refuses its tokens; activate it, or use another policy",
    ],
  ])("is rejected %s, and read again the next time", async (_, which, why) => {
    const bench = createMethodHarness([json(which), json(policy)]);
    const error = await failure(requires(bench));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error).toMatchObject({
      outcome: "not-sent",
      message: `test.method: the policy gold ${why}`,
    });
    await requires(bench);
    expect(bench.sent).toHaveLength(2);
  });

  test("is used from the cache", async () => {
    const bench = createMethodHarness([json(policy)]);
    await requires(bench);
    await requires(bench);
    expect(bench.sent).toHaveLength(1);
  });
});

describe("several policies of one token", () => {
  const silver: Policy = { ...policy, id: "silver" };
  const quotaOnly: Policy = { ...policy, partitions: { quota: true } };
  const aclOnly: Policy = { ...silver, partitions: { acl: true } };
  const elsewhere: Policy = { ...policy, access_rights: { billing: right("billing") } };
  const requires = (bench: MethodHarness, ids = ["gold", "silver"]): Promise<void> =>
    bench.run((context) => requireGrants(context, ids, api));

  test.each<[string, Policy, Policy]>([
    ["each grants the API", policy, silver],
    ["one of them grants it", elsewhere, silver],
    ["one grants it with access rights, and the other does not grant it", elsewhere, aclOnly],
    ["one has only access rights, and the other only a quota", quotaOnly, aclOnly],
  ])("open an API if %s, in any order", async (_, one, other) => {
    await requires(createMethodHarness([json(one), json(other)]));
    await requires(
      createMethodHarness([json({ ...other, id: "gold" }), json({ ...one, id: "silver" })]),
    );
  });

  test.each<[string, Policy, Policy, string]>([
    [
      "none grants the API",
      elsewhere,
      { ...elsewhere, id: "silver" },
      "the set of policies gold, silver does not grant the API orders",
    ],
    [
      "one grants it without access rights, and the other does not grant it",
      quotaOnly,
      { ...aclOnly, access_rights: { billing: right("billing") } },
      "the set of policies gold, silver grants the API orders without its access rights",
    ],
    [
      "one is inactive, although the other grants it",
      policy,
      { ...silver, is_inactive: true },
      "the policy silver is inactive",
    ],
    [
      "one belongs to another organisation, although the other grants it",
      { ...elsewhere, org_id: "umbrella" },
      silver,
      "the policy gold belongs to another organisation",
    ],
  ])("do not open an API if %s", async (_, one, other, why) => {
    const bench = createMethodHarness([json(one), json(other), json(policy), json(silver)]);
    const error = await failure(requires(bench));
    expect(error).toMatchObject({ code: "unsupported", outcome: "not-sent" });
    expect(error.message).toContain(why);
  });

  test("must all exist", async () => {
    const bench = createMethodHarness([json(policy), policyNotFound, json([policy])]);
    expect(await failure(requires(bench))).toBeInstanceOf(TykNotFoundError);
  });

  test("are accepted if one cannot be read", async () => {
    const nameless = [policyNotFound, json([omit(policy, "id")])];
    await requires(createMethodHarness([json(elsewhere), ...nameless]));
    await requires(createMethodHarness([...nameless, json({ ...elsewhere, id: "silver" })]));
  });

  test("are none for rules that have only access rights", async () => {
    const bench = createMethodHarness([]);
    await requires(bench, []);
    expect(bench.sent).toEqual([]);
  });
});

describe("the APIs that a policy grants", () => {
  const granted = (bench: MethodHarness): Promise<string[] | undefined> =>
    bench.run(async (context) =>
      (await readPolicyApis(context, "gold"))?.map(({ api_id }) => api_id),
    );
  const wide: Policy = {
    ...policy,
    access_rights: { orders: right("orders"), open: right("open"), gone: right("gone") },
  };

  test("are its OAuth APIs, whatever organisation the client has", async () => {
    const bench = createMethodHarness([json(wide), json([billing, open, api])], {
      orgId: "umbrella",
    });
    expect(await granted(bench)).toEqual(["orders"]);
    expect(bench.sent.map(({ path }) => path)).toEqual(["/tyk/policies/gold", "/tyk/apis"]);
  });

  test("are none of another organisation", async () => {
    const both = {
      ...policy,
      access_rights: { orders: right("orders"), billing: right("billing") },
    };
    const foreign = { ...billing, org_id: "umbrella" };
    const error = await failure(granted(createMethodHarness([json(both), json([api, foreign])])));
    expect(error).toMatchObject({
      code: "unsupported",
      outcome: "not-sent",
      message:
        "test.method: the policy gold belongs to another organisation than the API billing: the gateway refuses its tokens there",
    });
  });

  test.each(silentGateways)("cannot be determined if the gateway %s", async (_, replies) => {
    const bench = createMethodHarness(replies);
    expect(await granted(bench)).toBeUndefined();
    expect(bench.sent).toHaveLength(replies.length);
  });

  test.each<[string, Policy]>([
    ["grants nothing", { ...policy, access_rights: {} }],
    ["grants nothing (access_rights null)", { ...policy, access_rights: null }],
    ["grants only APIs without OAuth", { ...policy, access_rights: { open: right("open") } }],
  ])("are none if the policy %s", async (_, which) => {
    const error = await failure(
      granted(createMethodHarness([json(which), json([billing, open, api])])),
    );
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error).toMatchObject({
      operation: "test.method",
      outcome: "not-sent",
      message: "test.method: the policy gold grants no OAuth API",
    });
  });
});

import { describe, expect, test } from "vitest";
import { TykNotFoundError, TykUnsupportedError } from "../../../../src/index.ts";
import type { ApiDefinition, Policy } from "../../../../src/index.ts";
import {
  readPolicyApis,
  requireGrant,
  requireGrants,
} from "../../../../src/verbs/policies/grants.ts";
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
    bench.run((context) => requireGrant(context, "gold", of));

  test.each<[string, Partial<Policy>]>([
    ["of its organisation", {}],
    ["of the partitions with access rights", { partitions: { acl: true, quota: true } }],
    ["of the access rights alone", { partitions: { acl: true } }],
    ["whose partitions are off", { partitions: { acl: false, quota: false, rate_limit: false } }],
    ["that leaves out what is empty", { partitions: {} }],
    // In a file it has no effect.
    ["that is not active", { active: false }],
    ["that says it is not inactive", { is_inactive: false }],
    ["that grants others too", { access_rights: { orders: right("orders"), x: right("x") } }],
  ])("is accepted %s", async (_, more) => {
    await requires(createMethodHarness([json({ ...policy, ...more })]));
  });

  test.each(silentGateways)("is accepted if the gateway %s", async (_, replies) => {
    await requires(createMethodHarness(replies));
  });

  test.each<[string, Partial<Policy>]>([
    ["nothing", { access_rights: {} }],
    ["nothing at all", { access_rights: null }],
    ["another API alone", { access_rights: { billing: right("billing") } }],
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
    ["of no organisation", { ...policy, org_id: "" }, noOrg],
    ["that names no organisation", omit(policy, "org_id"), noOrg],
    ["of the quota alone", { ...policy, partitions: { quota: true } }, noRights],
    ["of the rate limit alone", { ...policy, partitions: { rate_limit: true } }, noRights],
    [
      "of all but the access rights",
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
    ["one grants it by its access rights, beside one without the API", elsewhere, aclOnly],
    ["one has the access rights, and the other the quota", quotaOnly, aclOnly],
  ])("open an API if %s, in any order", async (_, one, other) => {
    await requires(createMethodHarness([json(one), json(other)]));
    await requires(
      createMethodHarness([json({ ...other, id: "gold" }), json({ ...one, id: "silver" })]),
    );
  });

  test.each<[string, Policy, Policy, string]>([
    [
      "none grants it",
      elsewhere,
      { ...elsewhere, id: "silver" },
      "the set of policies gold, silver does not grant the API orders",
    ],
    [
      "the one that grants it has no access rights, and the other not the API",
      quotaOnly,
      { ...aclOnly, access_rights: { billing: right("billing") } },
      "the set of policies gold, silver grants the API orders without its access rights",
    ],
    [
      "one is inactive, though the other grants it",
      policy,
      { ...silver, is_inactive: true },
      "the policy silver is inactive",
    ],
    [
      "one belongs to another organisation, though the other grants it",
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
    ["grants nothing at all", { ...policy, access_rights: null }],
    ["grants only what is not OAuth", { ...policy, access_rights: { open: right("open") } }],
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

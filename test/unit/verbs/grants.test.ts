import { describe, expect, test } from "vitest";
import { TykNotFoundError, TykUnsupportedError } from "../../../src/index.ts";
import type { ApiDefinition, Policy } from "../../../src/index.ts";
import { apisOfPolicy, policyOf, requireGrant } from "../../../src/verbs/policies/grants.ts";
import { json, noRoute } from "../support/capture.ts";
import type { Reply } from "../support/capture.ts";
import { failure } from "../support/failure.ts";
import { recorded } from "../support/recorded.ts";
import { TestRuntime } from "../support/runtime.ts";
import { api, policy } from "../support/samples.ts";
import { verbOn } from "../support/verb.ts";
import type { VerbBench } from "../support/verb.ts";

const notFound = recorded("5.14.0/definitions#2").reply;
const nameless: Policy = { ...policy, id: "" };
const noKey = json({ status: "error", message: "Key not found" }, 404);
const billing: ApiDefinition = { ...api, api_id: "billing" };
const open: ApiDefinition = { ...api, api_id: "open", use_oauth2: false };
const right = (api_id: string): NonNullable<Policy["access_rights"]>[string] => ({
  api_id,
  api_name: api_id,
  versions: ["Default"],
});

const gold = ({ run }: VerbBench): Promise<Policy | undefined> =>
  run((verb) => policyOf(verb, "gold"));

/** What cannot be told, and what the gateway answers then. */
const silent: [string, readonly Reply[], string[]][] = [
  ["has no policies at all", [noRoute(), noKey], ["/tyk/policies/gold", "/tyk/keys/"]],
  ["may be no gateway", [noRoute(), noRoute()], ["/tyk/policies/gold", "/tyk/keys/"]],
  [
    "has policies without an id",
    [notFound, json([policy, nameless])],
    ["/tyk/policies/gold", "/tyk/policies"],
  ],
];

describe("a policy", () => {
  test("is read, and remembered for a minute", async () => {
    const runtime = new TestRuntime();
    const newer = { ...policy, active: false };
    const bench = verbOn([json(policy), json(newer)], {}, runtime);
    expect(await gold(bench)).toEqual(policy);
    runtime.time += 59_999;
    expect(await gold(bench)).toEqual(policy);
    expect(bench.sent).toMatchObject([{ method: "GET", path: "/tyk/policies/gold" }]);
    runtime.time += 1;
    expect(await gold(bench)).toEqual(newer);
    expect(bench.sent).toHaveLength(2);
  });

  test("is not taken for another", async () => {
    const silver = { ...policy, id: "silver" };
    const bench = verbOn([json(policy), json(silver)]);
    expect(await gold(bench)).toEqual(policy);
    expect(await bench.run((verb) => policyOf(verb, "silver"))).toEqual(silver);
    expect(await gold(bench)).toEqual(policy);
    expect(bench.sent).toHaveLength(2);
  });

  test.each(silent)(
    "cannot be told where the gateway %s; that is remembered too",
    async (...row) => {
      const [, replies, paths] = row;
      const bench = verbOn(replies);
      expect(await gold(bench)).toBeUndefined();
      expect(await gold(bench)).toBeUndefined();
      expect(bench.sent).toHaveLength(paths.length);
      for (const [at, { path }] of bench.sent.entries()) expect(path).toContain(paths[at]);
    },
  );

  test.each(["", "a/b", "..", "a\n"])("of the id %j no request can ask for", async (policyId) => {
    const { run, sent } = verbOn();
    expect(await run((verb) => policyOf(verb, policyId))).toBeUndefined();
    expect(sent).toEqual([]);
  });

  test("is not there where all that are have an id, and that is not remembered", async () => {
    const bench = verbOn([notFound, json([{ ...policy, id: "silver" }]), json(policy)]);
    const error = await failure(gold(bench));
    expect(error).toBeInstanceOf(TykNotFoundError);
    expect(error).toMatchObject({ operation: "getPolicy", apiMessage: "Policy not found" });
    expect(await gold(bench)).toEqual(policy);
  });

  test.each<[string, readonly Reply[], string]>([
    ["the policy", [json({ status: "error", message: "no" }, 500)], "server"],
    ["the list", [notFound, json({ status: "error", message: "no" }, 500)], "server"],
    ["the list's route", [notFound, noRoute(), noRoute()], "route"],
  ])("is not known where %s cannot be read, and not remembered", async (_, replies, code) => {
    const bench = verbOn([...replies, json(policy)]);
    expect((await failure(gold(bench))).code).toBe(code);
    expect(await gold(bench)).toEqual(policy);
  });
});

describe("a policy that must grant an API", () => {
  const requires = (bench: VerbBench, of: ApiDefinition = api): Promise<void> =>
    bench.run((verb) => requireGrant(verb, "gold", of));

  test.each<[string, Partial<Policy>]>([
    ["of its organisation", {}],
    ["of none", { org_id: "" }],
    ["that grants others too", { access_rights: { orders: right("orders"), x: right("x") } }],
  ])("may be one %s", async (_, more) => {
    await requires(verbOn([json({ ...policy, ...more })]));
  });

  test.each(silent)("may be one of a gateway that %s", async (_, replies) => {
    await requires(verbOn(replies));
  });

  test.each<[string, Partial<Policy>]>([
    ["nothing", { access_rights: {} }],
    ["nothing at all", { access_rights: null }],
    ["another API alone", { access_rights: { billing: right("billing") } }],
  ])("may be none that grants %s, and is forgotten then, as it may change", async (_, more) => {
    const bench = verbOn([json({ ...policy, ...more }), json(policy)]);
    const error = await failure(requires(bench));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error).toMatchObject({
      operation: "verb.test",
      outcome: "not-sent",
      message:
        "verb.test: the policy gold does not grant the API orders: before 5.7 the tokens of one that grants nothing would open it all the same",
    });
    await requires(bench);
    expect(bench.sent).toHaveLength(2);
  });

  test("may be none of an API whose name every object has", async () => {
    const bench = verbOn([json(policy)]);
    const error = await failure(requires(bench, { ...api, api_id: "constructor" }));
    expect(error.code).toBe("unsupported");
  });

  test("may be none of another organisation", async () => {
    const bench = verbOn([json({ ...policy, org_id: "umbrella" })]);
    const error = await failure(requires(bench));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error.message).toBe(
      "verb.test: the policy gold is of another organisation than the API orders",
    );
  });

  test("is known from before", async () => {
    const bench = verbOn([json(policy)]);
    await requires(bench);
    await requires(bench);
    expect(bench.sent).toHaveLength(1);
  });
});

describe("the APIs that a policy grants", () => {
  const granted = (bench: VerbBench): Promise<string[] | undefined> =>
    bench.run(async (verb) => (await apisOfPolicy(verb, "gold"))?.map(({ api_id }) => api_id));
  const wide: Policy = {
    ...policy,
    access_rights: { orders: right("orders"), open: right("open"), gone: right("gone") },
  };

  test("are those that are OAuth, of whatever organisation the client is", async () => {
    const bench = verbOn([json(wide), json([billing, open, api])], { orgId: "umbrella" });
    expect(await granted(bench)).toEqual(["orders"]);
    expect(bench.sent.map(({ path }) => path)).toEqual(["/tyk/policies/gold", "/tyk/apis"]);
  });

  test("are none of another organisation", async () => {
    const both = {
      ...policy,
      access_rights: { orders: right("orders"), billing: right("billing") },
    };
    const foreign = { ...billing, org_id: "umbrella" };
    const error = await failure(granted(verbOn([json(both), json([api, foreign])])));
    expect(error).toMatchObject({
      code: "unsupported",
      outcome: "not-sent",
      message: "verb.test: the policy gold is of another organisation than the API billing",
    });
    const nobodys = verbOn([json({ ...both, org_id: "" }), json([api, foreign])]);
    expect(await granted(nobodys)).toEqual(["orders", "billing"]);
  });

  test.each(silent)("cannot be told where the gateway %s", async (_, replies) => {
    const bench = verbOn(replies);
    expect(await granted(bench)).toBeUndefined();
    expect(bench.sent).toHaveLength(replies.length);
  });

  test.each<[string, Policy]>([
    ["grants nothing", { ...policy, access_rights: {} }],
    ["grants nothing at all", { ...policy, access_rights: null }],
    ["grants only what is not OAuth", { ...policy, access_rights: { open: right("open") } }],
  ])("are none where it %s", async (_, which) => {
    const error = await failure(granted(verbOn([json(which), json([billing, open, api])])));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error).toMatchObject({
      operation: "verb.test",
      outcome: "not-sent",
      message: "verb.test: the policy gold grants no OAuth API",
    });
  });
});

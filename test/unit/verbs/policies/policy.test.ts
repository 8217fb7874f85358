import { describe, expect, test } from "vitest";
import { TykNotFoundError } from "../../../../src/index.ts";
import type { Policy } from "../../../../src/index.ts";
import { findPolicy } from "../../../../src/verbs/policies/policy.ts";
import { json, noRoute } from "../../../support/network/fake-fetch.ts";
import type { Reply } from "../../../support/network/fake-fetch.ts";
import { failure } from "../../../support/util/failure.ts";
import { TestRuntime } from "../../../support/client/test-runtime.ts";
import { policy } from "../../../support/samples/samples.ts";
import { createMethodHarness } from "../../../support/client/method-harness.ts";
import type { MethodHarness } from "../../../support/client/method-harness.ts";
import { silentGateways, policyNotFound } from "../../../support/samples/silent-gateways.ts";

const gold = ({ run }: MethodHarness): Promise<Policy | undefined> =>
  run((context) => findPolicy(context, "gold"));

describe("a policy", () => {
  test("is read, and cached for a minute", async () => {
    const runtime = new TestRuntime();
    const newer = { ...policy, active: false };
    const bench = createMethodHarness([json(policy), json(newer)], {}, runtime);
    expect(await gold(bench)).toEqual(policy);
    runtime.time += 59_999;
    expect(await gold(bench)).toEqual(policy);
    expect(bench.sent).toMatchObject([{ method: "GET", path: "/tyk/policies/gold" }]);
    runtime.time += 1;
    expect(await gold(bench)).toEqual(newer);
    expect(bench.sent).toHaveLength(2);
  });

  test("is not used for another policy", async () => {
    const silver = { ...policy, id: "silver" };
    const bench = createMethodHarness([json(policy), json(silver)]);
    expect(await gold(bench)).toEqual(policy);
    expect(await bench.run((context) => findPolicy(context, "silver"))).toEqual(silver);
    expect(await gold(bench)).toEqual(policy);
    expect(bench.sent).toHaveLength(2);
  });

  test.each(silentGateways)(
    "cannot be checked if the gateway %s, which is cached too",
    async (...row) => {
      const [, replies, paths] = row;
      const bench = createMethodHarness(replies);
      expect(await gold(bench)).toBeUndefined();
      expect(await gold(bench)).toBeUndefined();
      expect(bench.sent).toHaveLength(paths.length);
      for (const [at, { path }] of bench.sent.entries()) expect(path).toContain(paths[at]);
    },
  );

  test.each(["", "a/b", "..", "a\n"])("with the id %j can be in no request", async (policyId) => {
    const { run, sent } = createMethodHarness();
    expect(await run((context) => findPolicy(context, policyId))).toBeUndefined();
    expect(sent).toEqual([]);
  });

  test("does not exist if all listed policies have an id, which is not cached", async () => {
    const bench = createMethodHarness([
      policyNotFound,
      json([{ ...policy, id: "silver" }]),
      json(policy),
    ]);
    const error = await failure(gold(bench));
    expect(error).toBeInstanceOf(TykNotFoundError);
    expect(error).toMatchObject({ operation: "getPolicy", apiMessage: "Policy not found" });
    expect(await gold(bench)).toEqual(policy);
  });

  test.each<[string, readonly Reply[], string]>([
    ["the policy", [json({ status: "error", message: "no" }, 500)], "server"],
    ["the list", [policyNotFound, json({ status: "error", message: "no" }, 500)], "server"],
    ["the list's route", [policyNotFound, noRoute(), noRoute()], "route"],
  ])("is unknown if %s cannot be read, which is not cached", async (_, replies, code) => {
    const bench = createMethodHarness([...replies, json(policy)]);
    expect((await failure(gold(bench))).code).toBe(code);
    expect(await gold(bench)).toEqual(policy);
  });
});

import { describe, expect, test } from "vitest";
import { TykRouteError, TykUnsupportedError } from "../../../../src/index.ts";
import { json } from "../../../support/network/fake-fetch.ts";
import { clientWithReplies } from "../../../support/client/client.ts";
import { failure } from "../../../support/util/failure.ts";
import { recordedExchange } from "../../../support/recordings/recorded-exchange.ts";
import { policy } from "../../../support/samples/samples.ts";

describe("policies", () => {
  test("get reads one policy", async () => {
    const { tyk, sent } = clientWithReplies([json(policy)]);
    const { data, steps } = await tyk.policies.get({ policyId: "gold" }).withResponse();
    expect(data).toEqual(policy);
    expect(steps).toEqual([{ operation: "getPolicy", outcome: "applied" }]);
    expect(sent).toMatchObject([{ method: "GET", path: "/tyk/policies/gold" }]);
  });

  test("get reads the policy on each call", async () => {
    const newer = { ...policy, active: false };
    const { tyk } = clientWithReplies([json(policy), json(newer)]);
    expect(await tyk.policies.get({ policyId: "gold" })).toEqual(policy);
    expect(await tyk.policies.get({ policyId: "gold" })).toEqual(newer);
  });

  test("list reads all policies, also those without an id", async () => {
    const nameless = { ...policy, id: "" };
    const { tyk, sent } = clientWithReplies([json([policy, nameless])]);
    const { data, steps } = await tyk.policies.list().withResponse();
    expect(data).toEqual([policy, nameless]);
    expect(steps).toEqual([{ operation: "listPolicies", outcome: "applied" }]);
    expect(sent).toMatchObject([{ method: "GET", path: "/tyk/policies" }]);
  });

  test("get and list report that 3.0 serves no policies", async () => {
    const { reply } = recordedExchange("3.0.0/definitions#3");
    const noSuchKey = json({ status: "error", message: "Key not found" }, 404);
    const { tyk } = clientWithReplies([reply, noSuchKey, reply, noSuchKey]);
    const calls = [() => tyk.policies.list(), () => tyk.policies.get({ policyId: "gold" })];
    for (const call of calls) {
      const error = await failure(call());
      expect(error).toBeInstanceOf(TykUnsupportedError);
      expect(error.message).toMatch(
        /^policies\.(list|get): this gateway does not serve .+ 4\.3( \[policy gold\])?$/,
      );
      expect(error.cause).toBeInstanceOf(TykRouteError);
    }
  });
});

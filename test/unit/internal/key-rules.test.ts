import { describe, expect, test } from "vitest";
import { keyRules, TykInputError } from "../../../src/index.ts";
import type { KeyRulesInput } from "../../../src/index.ts";
import { whyNoKeyRules } from "../../../src/key-rules.ts";
import { thrown } from "../support/failure.ts";

const right = { orders: { api_id: "orders" } };
const open = "must name a policy or access rights: without either the token would open every API";

describe("key rules", () => {
  test("are what the gateway reads", () => {
    expect(keyRules({ orgId: "acme", policies: ["gold"] })).toStrictEqual({
      org_id: "acme",
      apply_policies: ["gold"],
    });
    expect(
      keyRules({
        orgId: "acme",
        policies: ["gold"],
        accessRights: right,
        metaData: { user: "u1" },
      }),
    ).toStrictEqual({
      org_id: "acme",
      apply_policies: ["gold"],
      access_rights: right,
      meta_data: { user: "u1" },
    });
    expect(keyRules({ orgId: "acme", accessRights: right })).toStrictEqual({
      org_id: "acme",
      access_rights: right,
    });
  });

  test.each([
    [{ orgId: "acme" }, open],
    [{ orgId: "acme", policies: [] }, open],
    [{ orgId: "acme", accessRights: {} }, open],
    [{ orgId: "acme", policies: [], accessRights: {}, metaData: { user: "u1" } }, open],
    [{ policies: ["gold"] }, "must name the organisation"],
    [{ orgId: "", policies: ["gold"] }, "must name the organisation"],
    [{ orgId: "acme", policies: "gold" }, "must name policies as a list of ids"],
    [{ orgId: "acme", policies: [""] }, "must name policies as a list of ids"],
    [{ orgId: "acme", policies: ["gold", 7] }, "must name policies as a list of ids"],
    [{ orgId: "acme", policies: ["gold"], accessRights: [] }, "must give access rights by API"],
    [{ orgId: "acme", policies: ["gold"], accessRights: "all" }, "must give access rights by API"],
  ])("cannot be made of %j: they %s", async (input, why) => {
    const error = await thrown(() => keyRules(input as unknown as KeyRulesInput));
    expect(error).toBeInstanceOf(TykInputError);
    expect(error).toMatchObject({
      operation: "keyRules",
      field: "keyRules",
      message: `keyRules: keyRules ${why}`,
    });
  });

  test.each([
    [{ org_id: "acme", apply_policies: ["gold"], rate: 5, per: 1 }, undefined],
    [{ org_id: "acme", access_rights: right, apply_policies: [] }, undefined],
    [{ org_id: "acme", apply_policies: ["gold"], access_rights: {} }, undefined],
    ["{}", "must be an object"],
    [null, "must be an object"],
    [[], "must be an object"],
    [{}, "must name the organisation"],
    [{ org_id: 7, apply_policies: ["gold"] }, "must name the organisation"],
    [{ org_id: "acme", apply_policies: null }, "must name policies as a list of ids"],
    [{ org_id: "acme", access_rights: null }, "must give access rights by API"],
    [{ org_id: "acme", quota_max: 100 }, open],
  ])("of one's own, %j: %s", (rules, why) => {
    expect(whyNoKeyRules(rules)).toBe(why);
  });
});

import { describe, expect, test } from "vitest";
import { keyRules, TykInputError } from "../../../../src/index.ts";
import type { KeyRulesInput } from "../../../../src/index.ts";
import { serializeKeyRules } from "../../../../src/verbs/clients/key-rules.ts";
import { isUnknown, sayingOf } from "../../../support/util/saying.ts";
import { thrown } from "../../../support/util/failure.ts";

const right = { orders: { api_id: "orders" } };
const rights = "must give access rights by API, each with its api_id";
const metadata = "must have metadata that is an object";
const names = "must have only field names of lower-case letters, digits and underscores";
const open = "must name a policy or access rights: without either the token would open every API";

describe("key rules", () => {
  test("are in the form that the gateway reads", () => {
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
    [{ orgId: 7, policies: ["gold"] }, "must name the organisation"],
    [{ orgId: "acme", policies: ["gold"], metaData: ["u1"] }, metadata],
    [{ orgId: "acme", policies: ["gold"], metaData: "u1" }, metadata],
    [{ orgId: "acme", policies: ["gold"], metaData: null }, metadata],
    [{ orgId: "acme", policies: "gold" }, "must name policies as a list of ids"],
    [{ orgId: "acme", policies: [""] }, "must name policies as a list of ids"],
    [{ orgId: "acme", policies: ["gold", 7] }, "must name policies as a list of ids"],
    [{ orgId: "acme", policies: ["gold"], accessRights: [] }, rights],
    [{ orgId: "acme", policies: ["gold"], accessRights: "all" }, rights],
    [{ orgId: "acme", accessRights: { orders: { api_id: "" } } }, rights],
    [{ orgId: "acme", accessRights: { orders: undefined } }, open],
  ])("are rejected for %j: they %s", async (input, why) => {
    const error = await thrown(() => keyRules(input as unknown as KeyRulesInput));
    expect(error).toBeInstanceOf(TykInputError);
    expect(error).toMatchObject({
      operation: "keyRules",
      field: "keyRules",
      message: `keyRules: keyRules ${why}`,
    });
  });

  const leftOut =
    "must be left out: the gateway overwrites it with the token's own value, so it would have no effect";

  test.each([
    [{ expires: 5 }, "expires", leftOut],
    [{ oauth_client_id: "x" }, "oauth_client_id", leftOut],
    [{ policy: "gold" }, "policy", isUnknown],
    [{ meta_data: {} }, "meta_data", isUnknown],
    [{ rate: 5 }, "rate", isUnknown],
  ])("are rejected with the field %j, which would be dropped", async (more, field, why) => {
    const input = { orgId: "acme", policies: ["gold"], ...more } as KeyRulesInput;
    const error = await thrown(() => keyRules(input));
    expect(error).toBeInstanceOf(TykInputError);
    expect(error).toMatchObject({ field, message: sayingOf("keyRules", field, why) });
  });

  test.each(["expires", "oauth_client_id"])("from the caller are rejected with %s", (name) => {
    for (const value of [0, 5, null, "x"]) {
      const rules = { org_id: "acme", apply_policies: ["gold"], [name]: value };
      expect(serializeKeyRules(rules)).toEqual({ field: `keyRules.${name}`, why: leftOut });
    }
    // What is not sent has no effect.
    const without = { org_id: "acme", apply_policies: ["gold"], [name]: undefined };
    expect(serializeKeyRules(without)).toHaveProperty("text");
  });

  test.each([undefined, null, "acme", ["gold"]])("are rejected for %j", async (input) => {
    const error = await thrown(() => keyRules(input as unknown as KeyRulesInput));
    expect(error).toMatchObject({
      code: "input",
      message: "keyRules: keyRules must be made from an object",
    });
  });

  test.each([
    { org_id: "acme", apply_policies: ["gold"], rate: 5, per: 1, oauth_keys2: {} },
    // An organisation may have no name; what stands in metadata, and an API's id, may have any.
    { org_id: "", apply_policies: ["gold"] },
    { org_id: "acme", apply_policies: ["gold"], meta_data: { "User Name": { X: 1 } } },
    { org_id: "acme", access_rights: { "My API": { api_id: "My API" } } },
    { org_id: "acme", access_rights: right, apply_policies: [] },
    { org_id: "acme", apply_policies: ["gold"], access_rights: {} },
    { org_id: "acme", apply_policies: ["gold"], access_rights: undefined },
  ])("from the caller may be %j, and are sent unchanged", (rules) => {
    expect(serializeKeyRules(rules)).toEqual({ text: JSON.stringify(rules) });
  });

  const circle: Record<string, unknown> = { org_id: "acme", apply_policies: ["gold"] };
  circle["self"] = circle;

  test.each<[unknown, string]>([
    [undefined, "must be an object"],
    [() => undefined, "must be an object"],
    ["{}", "must be an object"],
    [null, "must be an object"],
    [[], "must be an object"],
    [{}, "must name the organisation"],
    [{ org_id: 7, apply_policies: ["gold"] }, "must name the organisation"],
    [{ apply_policies: ["gold"] }, "must name the organisation"],
    [{ org_id: null, apply_policies: ["gold"] }, "must name the organisation"],
    // The gateway reads names in any case, and the last wins.
    [{ org_id: "acme", apply_policies: ["gold"], Apply_Policies: [] }, names],
    [{ org_id: "acme", apply_policies: ["gold"], ORG_ID: "other" }, names],
    [{ org_id: "acme", access_rights: right, Access_Rights: {} }, names],
    // Of these two the small letter is k and s in Go's eyes.
    [{ org_id: "acme", apply_policies: ["gold"], "apply_policie\u017f": [] }, names],
    [{ org_id: "acme", apply_policies: ["gold"], " rate": 1 }, names],
    [{ org_id: "acme", apply_policies: ["gold"], "": 1 }, names],
    [{ org_id: "acme", access_rights: { orders: { api_id: "orders", API_ID: "billing" } } }, names],
    [
      { org_id: "acme", apply_policies: ["gold"], apply_policy_id: "silver" },
      "must name policies as apply_policies",
    ],
    [{ org_id: "acme", apply_policies: ["gold"], meta_data: [] }, metadata],
    [{ org_id: "acme", apply_policies: ["gold"], meta_data: "u1" }, metadata],
    [{ org_id: "acme", apply_policies: ["gold"], meta_data: null }, metadata],
    [{ org_id: "acme", apply_policies: null }, "must name policies as a list of ids"],
    [{ org_id: "acme", apply_policies: [undefined] }, "must name policies as a list of ids"],
    [{ org_id: "acme", apply_policies: "gold" }, "must name policies as a list of ids"],
    [{ org_id: "acme", access_rights: null }, rights],
    [{ org_id: "acme", access_rights: { orders: null } }, rights],
    [{ org_id: "acme", access_rights: { orders: {} } }, rights],
    [{ org_id: "acme", access_rights: { orders: { api_id: "" } } }, rights],
    [{ org_id: "acme", access_rights: { ...right, billing: {} } }, rights],
    [{ org_id: "acme", quota_max: 100 }, open],
    // What is looked at is what is sent: an undefined right is none.
    [{ org_id: "acme", access_rights: { orders: undefined } }, open],
    [{ org_id: "acme", apply_policies: undefined }, open],
    [{ toJSON: () => ({ org_id: "acme" }), apply_policies: ["gold"], org_id: "acme" }, open],
    [circle, "cannot be written as JSON"],
  ])("from the caller are rejected (%#)", (rules, why) => {
    expect(serializeKeyRules(rules)).toEqual({ field: "keyRules", why });
  });

  test("that cannot be serialised are rejected", async () => {
    const error = await thrown(() =>
      keyRules({ orgId: "acme", policies: ["gold"], metaData: { circle } }),
    );
    expect(error.message).toBe("keyRules: keyRules cannot be written as JSON");
  });
});

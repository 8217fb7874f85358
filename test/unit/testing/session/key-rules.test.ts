/** The gateway reads `key_rules` as a session. A field of another type makes all of the rules void. */
import { describe, expect, test } from "vitest";
import { InvalidJsonError } from "../../../../src/testing/go/go-json.ts";
import { parseKeyRules } from "../../../../src/testing/session/key-rules.ts";

const limits = {
  rate: 0.5,
  per: 1.5,
  throttle_interval: 0.5,
  throttle_retry_limit: 1,
  max_query_depth: 1,
  quota_max: 1,
  quota_renews: 1,
  quota_remaining: 1,
  quota_renewal_rate: 1,
};

const right = {
  api_name: "Orders",
  api_id: "orders",
  versions: ["Default"],
  allowed_urls: [],
  allowance_scope: "",
  limit: limits,
};

const session = {
  ...limits,
  last_check: 1,
  allowance: 0.5,
  date_created: "2030-01-01T00:00:00Z",
  expires: 1,
  access_rights: { orders: right },
  org_id: "acme",
  oauth_client_id: "app",
  oauth_keys: { a: "b" },
  certificate: "c",
  basic_auth_data: { password: "p", hash_type: "bcrypt" },
  jwt_data: { secret: "s" },
  hmac_enabled: true,
  enable_http_signature_validation: true,
  hmac_string: "h",
  rsa_certificate_id: "r",
  is_inactive: true,
  apply_policy_id: "gold",
  apply_policies: ["gold"],
  data_expires: 1,
  monitor: { trigger_limits: [0.5] },
  enable_detail_recording: true,
  enable_detailed_recording: true,
  meta_data: { user: "u1" },
  tags: ["t"],
  alias: "a",
  last_updated: "1",
  id_extractor_deadline: 1,
  session_lifetime: 1,
};

/** Returns a value of another type than that of a field. */
function wrong(value: unknown): unknown {
  return typeof value === "string" ? 5 : "5";
}

describe("the fields of a session", () => {
  test("are read if each has its type", () => {
    const { org_id, apply_policies, tags, is_inactive, otherFields } = parseKeyRules(
      JSON.stringify(session),
    );
    expect({ org_id, apply_policies, tags, is_inactive }).toEqual({
      org_id: "acme",
      apply_policies: ["gold"],
      tags: ["t"],
      is_inactive: true,
    });
    expect(otherFields).toMatchObject({ ...limits, allowance: 0.5, hmac_enabled: true });
  });

  test.each(Object.keys(session))("make the rules void if %s has another type", (name) => {
    const value: unknown = Object.entries(session).find(([key]) => key === name)?.[1];
    const rules = JSON.stringify({ ...session, [name]: wrong(value) });
    expect(() => parseKeyRules(rules)).toThrow(InvalidJsonError);
  });

  test.each(["unknown", "constructor", "toString", "__proto__"])("skip the name %s", (name) => {
    const rules = `{"${name}":5,"access_rights":{"orders":{"${name}":5}}}`;
    const { access_rights, otherFields } = parseKeyRules(rules);
    expect({ access_rights, otherFields }).toEqual({
      access_rights: { orders: {} },
      otherFields: {},
    });
  });
});

test.each([
  ...Object.entries(right).map(([name, value]) => ({
    access_rights: { orders: { ...right, [name]: wrong(value) } },
  })),
  ...Object.entries(limits).map(([name, value]) => ({
    access_rights: { orders: { ...right, limit: { ...limits, [name]: wrong(value) } } },
  })),
  { basic_auth_data: { password: 5 } },
  { basic_auth_data: { hash_type: 5 } },
  { jwt_data: { secret: 5 } },
  { monitor: { trigger_limits: ["5"] } },
])("a document within the rules makes them void too: %j", (change) => {
  expect(() => parseKeyRules(JSON.stringify({ ...session, ...change }))).toThrow(InvalidJsonError);
});

import { describe, expect, it } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";
import type { Gateway } from "../../../../src/testing/index.ts";
import {
  addClient,
  postConsent,
  callControl,
  tokenFor,
  statusWith,
} from "../../../support/gateway/requests.ts";

const noLimits = {
  throttle_interval: 0,
  throttle_retry_limit: 0,
  max_query_depth: 0,
  quota_renews: 0,
  quota_remaining: 0,
  quota_renewal_rate: 0,
};
const limits = { rate: 1000, per: 1, quota_max: -1 };

/** Every field of a session of the policy gold with these APIs, as 3.0.0 shows it. */
function oldSession(apiIds: readonly string[], renewal: number): object {
  const right = (apiId: string): object => ({
    api_name: apiId,
    api_id: apiId,
    versions: ["Default"],
    allowed_urls: null,
    restricted_types: null,
    limit: { ...noLimits, ...limits },
    allowance_scope: "",
  });
  return {
    ...noLimits,
    ...limits,
    last_check: 0,
    allowance: 1000,
    date_created: "0001-01-01T00:00:00Z",
    expires: 3600,
    quota_renewal_rate: renewal,
    access_rights: Object.fromEntries(apiIds.map((apiId) => [apiId, right(apiId)])),
    org_id: "acme",
    oauth_client_id: "app",
    oauth_keys: null,
    certificate: "",
    basic_auth_data: { password: "", hash_type: "" },
    jwt_data: { secret: "" },
    hmac_enabled: false,
    enable_http_signature_validation: false,
    hmac_string: "",
    rsa_certificate_id: "",
    is_inactive: false,
    apply_policy_id: "",
    apply_policies: ["gold"],
    data_expires: 0,
    monitor: { trigger_limits: null },
    enable_detail_recording: false,
    enable_detailed_recording: false,
    meta_data: {},
    tags: [],
    alias: "",
    last_updated: "",
    id_extractor_deadline: 0,
    session_lifetime: 0,
  };
}

async function sessionOf(gateway: Gateway, token: string): Promise<unknown> {
  return (await callControl(gateway, "GET", `/tyk/keys/${token}?api_id=orders`)).json;
}

describe("a session as the keys endpoint shows it", () => {
  it.each([
    [["orders", "billing"], -1],
    [["orders"], 0],
  ])("of a policy that grants %j, of an old gateway", async (apiIds, renewal) => {
    const gateway = createGateway({ version: "3.0.0", now: 0, policies: { gold: apiIds } });
    await addClient(gateway, "app");
    expect(await sessionOf(gateway, await tokenFor(gateway, "app"))).toEqual(
      oldSession(apiIds, renewal),
    );
  });

  it("of a new gateway omits empty fields", async () => {
    const gateway = createGateway({ now: 0 });
    await addClient(gateway, "app");
    const right = { versions: ["Default"], limit: limits };
    expect(await sessionOf(gateway, await tokenFor(gateway, "app"))).toEqual({
      ...limits,
      allowance: 1000,
      expires: 3600,
      quota_renewal_rate: -1,
      access_rights: { orders: right, billing: right },
      org_id: "acme",
      oauth_client_id: "app",
      apply_policies: ["gold"],
    });
  });

  it("of rules keeps their fields, and the client's metadata where they have none", async () => {
    const gateway = createGateway({ now: 0 });
    await addClient(gateway, "app", { meta_data: { team: "web", user: "nobody" } });
    const rules = {
      org_id: "acme",
      apply_policies: ["gold"],
      meta_data: { user: "u1" },
      tags: ["t", null],
      alias: "me",
      expires: 5,
      oauth_client_id: "other",
      unknown: 1,
    };
    const fields = { response_type: "token", client_id: "app", key_rules: JSON.stringify(rules) };
    const { json } = await postConsent(gateway, fields);
    const session = await sessionOf(gateway, (json as { access_token: string }).access_token);
    expect(session).toMatchObject({
      meta_data: { user: "u1", team: "web" },
      tags: ["t", ""],
      alias: "me",
      expires: 3600,
      oauth_client_id: "app",
      rate: 1000,
    });
    expect(session).not.toHaveProperty("unknown");
  });

  it("of rules with access rights has no other limits", async () => {
    const gateway = createGateway({ version: "3.0.0" });
    await addClient(gateway, "app");
    const rights = {
      orders: { api_id: "orders", versions: ["v1"], limit: { rate: 5 }, more: 1 },
      billing: {},
    };
    const fields = {
      response_type: "token",
      client_id: "app",
      key_rules: JSON.stringify({ access_rights: rights }),
    };
    const { json } = await postConsent(gateway, fields);
    const { access_token } = json as { access_token: string };
    expect(access_token).toMatch(/^[0-9a-f]{32}$/);
    expect(await sessionOf(gateway, access_token)).toMatchObject({
      apply_policies: null,
      rate: 0,
      access_rights: {
        orders: {
          api_id: "orders",
          api_name: "",
          versions: ["v1"],
          limit: { ...noLimits, rate: 5, per: 0, quota_max: 0 },
        },
        billing: { api_id: "", versions: null },
      },
    });
  });
});

describe("rules that are not JSON of a session", () => {
  it.each([
    "{broken",
    "[]",
    "7",
    '{"apply_policies":"gold"}',
    '{"apply_policies":[5]}',
    '{"org_id":5,"apply_policies":["gold"]}',
    '{"expires":1.5,"apply_policies":["gold"]}',
    '{"rate":"5","apply_policies":["gold"]}',
    '{"access_rights":[]}',
    '{"access_rights":{"orders":5}}',
    '{"access_rights":{"orders":{"versions":"v1"}}}',
    '{"apply_policies":["gold"]} and more',
  ])("%s: the client's policy applies", async (rules) => {
    const gateway = createGateway({ policies: { gold: ["orders"] } });
    await addClient(gateway, "app");
    const { json } = await postConsent(gateway, {
      response_type: "token",
      client_id: "app",
      key_rules: rules,
    });
    const { access_token } = json as { access_token: string };
    expect(await statusWith(gateway, access_token)).toBe(200);
    expect(await sessionOf(gateway, access_token)).toMatchObject({
      apply_policies: ["gold"],
      org_id: "acme",
    });
  });
});

import { describe, expect, it } from "vitest";
import { createGateway, type Gateway } from "../../../src/testing/index.ts";
import { byHttp } from "../../recordings/support/targets.ts";
import {
  addClient,
  askToken,
  authorize,
  control,
  mint,
  mintByCode,
  read,
  useToken,
} from "./support/calls.ts";

const noLimits = {
  throttle_interval: 0,
  throttle_retry_limit: 0,
  max_query_depth: 0,
  quota_renews: 0,
  quota_remaining: 0,
  quota_renewal_rate: 0,
};
const limits = { rate: 1000, per: 1, quota_max: -1 };

/** Every field of a session, as 3.0.0 shows one of the policy gold with these APIs. */
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
  return (await control(gateway, "GET", `/tyk/keys/${token}?api_id=orders`)).json;
}

describe("a session as the keys endpoint shows it", () => {
  it.each([
    [["orders", "billing"], -1],
    [["orders"], 0],
  ])("of a policy that grants %j, by an old gateway", async (apiIds, renewal) => {
    const gateway = createGateway({ version: "3.0.0", now: 0, policies: { gold: apiIds } });
    await addClient(gateway, "app");
    expect(await sessionOf(gateway, await mint(gateway, "app"))).toEqual(
      oldSession(apiIds, renewal),
    );
  });

  it("by a new one, which leaves out what holds nothing", async () => {
    const gateway = createGateway({ now: 0 });
    await addClient(gateway, "app");
    const right = { versions: ["Default"], limit: limits };
    expect(await sessionOf(gateway, await mint(gateway, "app"))).toEqual({
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

  it("of rules keeps what they say, and the client's metadata where they say nothing", async () => {
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
    const { json } = await authorize(gateway, fields);
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

  it("of rules with rights of their own has no limits but theirs", async () => {
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
    const { json } = await authorize(gateway, fields);
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

describe("rules that are no JSON of a session", () => {
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
  ])("%s: the client's policy rules", async (rules) => {
    const gateway = createGateway({ policies: { gold: ["orders"] } });
    await addClient(gateway, "app");
    const { json } = await authorize(gateway, {
      response_type: "token",
      client_id: "app",
      key_rules: rules,
    });
    const { access_token } = json as { access_token: string };
    expect(await useToken(gateway, access_token)).toBe(200);
    expect(await sessionOf(gateway, access_token)).toMatchObject({
      apply_policies: ["gold"],
      org_id: "acme",
    });
  });
});

describe("definitions", () => {
  it("of a policy", async () => {
    const gateway = createGateway({
      policies: { gold: { access_rights: { orders: {} }, is_inactive: true } },
    });
    expect((await control(gateway, "GET", "/tyk/policies/gold")).json).toEqual({
      _id: "",
      id: "gold",
      name: "",
      org_id: "acme",
      ...limits,
      quota_renewal_rate: -1,
      throttle_interval: 0,
      throttle_retry_limit: 0,
      max_query_depth: 0,
      access_rights: { orders: { api_name: "orders", api_id: "orders", versions: ["Default"] } },
      hmac_enabled: false,
      enable_http_signature_validation: false,
      active: true,
      is_inactive: true,
      tags: [],
      key_expires_in: 0,
      partitions: {
        quota: false,
        rate_limit: false,
        complexity: false,
        acl: false,
        per_api: false,
      },
      last_updated: "",
      meta_data: null,
      graphql_access_rights: null,
    });
  });

  it("of an API", async () => {
    const gateway = createGateway({
      apis: [{ api_id: "shop", domain: "shop.example", auth_login_redirect: "/in" }],
    });
    expect((await control(gateway, "GET", "/tyk/apis/shop")).json).toEqual({
      name: "shop",
      slug: "shop",
      api_id: "shop",
      org_id: "acme",
      use_keyless: false,
      use_oauth2: true,
      use_standard_auth: false,
      oauth_meta: {
        allowed_access_types: [
          "authorization_code",
          "refresh_token",
          "client_credentials",
          "password",
        ],
        allowed_authorize_types: ["code", "token"],
        auth_login_redirect: "/in",
      },
      auth: { auth_header_name: "Authorization" },
      notifications: { shared_secret: "", oauth_on_keychange_url: "" },
      definition: { location: "header", key: "x-api-version" },
      version_data: {
        not_versioned: true,
        versions: { Default: { name: "Default", use_extended_paths: true } },
      },
      proxy: {
        listen_path: "/shop/",
        target_url: "https://upstream.invalid/upstream/",
        strip_listen_path: true,
      },
      session_lifetime: 0,
      active: true,
      domain: "shop.example",
    });
  });
});

describe("the token endpoint's answer", () => {
  it("has the scope that was asked for, and a refresh keeps it", async () => {
    const gateway = createGateway();
    await addClient(gateway, "app");
    const { json } = await authorize(gateway, {
      response_type: "code",
      client_id: "app",
      scope: "read",
    });
    const { code } = json as { code: string };
    const first = await askToken(gateway, "app", {
      grant_type: "authorization_code",
      code,
      scope: "ignored",
    });
    expect(first.json).toMatchObject({ scope: "read", token_type: "bearer", expires_in: 3600 });
    const { refresh_token } = first.json as { refresh_token: string };
    const second = await askToken(gateway, "app", { grant_type: "refresh_token", refresh_token });
    expect(second.json).toMatchObject({ scope: "read" });
    expect(
      (await askToken(gateway, "app", { grant_type: "client_credentials" })).json,
    ).not.toHaveProperty("scope");
  });

  it("is not to be kept, and not to be guessed at", async () => {
    const gateway = createGateway();
    const { headers } = await askToken(gateway, "nobody", { grant_type: "client_credentials" });
    expect(headers.get("cache-control")).toBe("no-cache, no-store, must-revalidate");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("to an assertion is a token, where the API takes assertions", async () => {
    const gateway = createGateway({
      apis: [{ api_id: "orders", allowed_access_types: ["assertion"] }],
    });
    await addClient(gateway, "app");
    const asked = { grant_type: "assertion", assertion_type: "a", assertion: "b" };
    expect((await askToken(gateway, "app", asked)).status).toBe(200);
    for (const missing of ["assertion_type", "assertion"]) {
      const answer = await askToken(gateway, "app", { ...asked, [missing]: "" });
      expect(answer.json).toMatchObject({ error: "invalid_grant" });
    }
  });

  it("to another client's refresh token or code is none", async () => {
    const gateway = createGateway();
    await addClient(gateway, "app");
    await addClient(gateway, "other");
    const { refresh } = await mintByCode(gateway, "app");
    const { json } = await authorize(gateway, { response_type: "code", client_id: "app" });
    const { code } = json as { code: string };
    const errors = [
      await askToken(gateway, "other", { grant_type: "refresh_token", refresh_token: refresh }),
      await askToken(gateway, "other", { grant_type: "authorization_code", code }),
      await askToken(gateway, "app", {
        grant_type: "authorization_code",
        code,
        redirect_uri: "https://app.example/cb/2",
      }),
    ].map((answer) => (answer.json as { error: string }).error);
    expect(errors).toEqual(["invalid_client", "invalid_grant", "invalid_request"]);
  });
});

describe("an API of two kinds", () => {
  it("by OAuth and by token asks for both, which one token answers", async () => {
    const apis = [{ api_id: "orders", use_oauth2: true, use_standard_auth: true }];
    const gateway = createGateway({ apis });
    await addClient(gateway, "app");
    expect(await useToken(gateway, await mint(gateway, "app"))).toBe(200);
    const { status } = await read(await gateway.fetch(`${gateway.url}/orders/x`));
    expect(status).toBe(400);
  });

  it("by OAuth and open gives tokens and asks for none", async () => {
    const gateway = createGateway({
      apis: [{ api_id: "orders", use_oauth2: true, use_keyless: true }],
    });
    await addClient(gateway, "app");
    await mint(gateway, "app");
    expect((await gateway.fetch(`${gateway.url}/orders/x`)).status).toBe(200);
  });

  it("with a domain comes before one without, over HTTP by the Host header", async () => {
    const apis = [
      { api_id: "any", listen_path: "/longer/path/", use_keyless: true },
      { api_id: "own", listen_path: "/longer/", use_keyless: true, domain: "own.example" },
    ];
    const server = await createGateway({ apis }).listen();
    const send = byHttp(server.url);
    for (const [host, url] of [
      ["own.example", "/upstream/path/x"],
      ["own.example:8080", "/upstream/path/x"],
      ["other.example", "/upstream/x"],
    ] as const) {
      const answer = await send({ method: "GET", path: "/longer/path/x", headers: { host } });
      expect(answer, host).toMatchObject({ body: JSON.stringify({ method: "GET", url }) });
    }
    await server.close();
  });
});

describe("the public revocation endpoints", () => {
  it("tell what is wrong with a request", async () => {
    const gateway = createGateway();
    const messages: unknown[] = [];
    for (const [path, body] of [
      ["revoke", "token=%zz"],
      ["revoke", ""],
      ["revoke_all", "client_id=%zz"],
      ["revoke_all", "client_secret=x"],
      ["revoke_all", "client_id=x"],
      ["revoke_all", "client_id=x&client_secret=x"],
    ] as const) {
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const answer = await read(
        await gateway.fetch(`${gateway.url}/orders/oauth/${path}`, {
          method: "POST",
          headers,
          body,
        }),
      );
      messages.push([answer.status, (answer.json as { message: string }).message]);
    }
    expect(messages).toEqual([
      [400, "error parsing form. Form malformed"],
      [400, "token is required"],
      [400, "error parsing form. Form malformed"],
      [401, "client_id is required"],
      [401, "client_secret is required"],
      [404, "error getting oauth client"],
    ]);
  });
});

describe("a page of tokens", () => {
  it.each([
    ["2", 2],
    ["%2B2", 2],
    ["+2", 1],
    ["-1", 1],
    ["0x2", 1],
    ["1.5", 1],
    ["9223372036854775807", 2 ** 63],
    ["9223372036854775808", 1],
  ])("%s is page %i", async (asked, number) => {
    const gateway = createGateway();
    const { json } = await control(
      gateway,
      "GET",
      `/tyk/oauth/clients/orders/app/tokens?page=${asked}`,
    );
    expect(json).toEqual({
      Pagination: { page_num: number, page_total: 0, page_size: 100 },
      Tokens: [],
    });
  });
});

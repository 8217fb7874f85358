import { describe, expect, it } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";
import { byHttp } from "../../../support/recordings/send.ts";
import {
  addClient,
  callControl,
  tokenFor,
  readResponse,
  statusWith,
} from "../../../support/gateway/requests.ts";

describe("definitions", () => {
  it("of a policy", async () => {
    const gateway = createGateway({
      policies: { gold: { access_rights: { orders: {} }, is_inactive: true } },
    });
    expect((await callControl(gateway, "GET", "/tyk/policies/gold")).json).toEqual({
      _id: "",
      id: "gold",
      name: "",
      org_id: "acme",
      rate: 1000,
      per: 1,
      quota_max: -1,
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
    expect((await callControl(gateway, "GET", "/tyk/apis/shop")).json).toEqual({
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
      internal: false,
      listen_port: 0,
    });
  });

  it("of an API shows why it is not served", async () => {
    const setup = { api_id: "shop", domain: "shop.example", internal: true, listen_port: 9090 };
    const apis = [{ ...setup, domain_disabled: true }];
    const served = { domain: "shop.example", internal: true, listen_port: 9090 };
    for (const [version, more] of [
      ["4.1.0", { domain_disabled: true }],
      ["4.0.12", {}],
    ] as const) {
      const { json } = await callControl(createGateway({ apis, version }), "GET", "/tyk/apis/shop");
      expect(json).toMatchObject({ ...served, ...more });
      expect("domain_disabled" in (json as object)).toBe("domain_disabled" in more);
    }
  });
});

describe("an API with two kinds of authentication", () => {
  it("by OAuth and auth token requires both, and one token satisfies both", async () => {
    const apis = [{ api_id: "orders", use_oauth2: true, use_standard_auth: true }];
    const gateway = createGateway({ apis });
    await addClient(gateway, "app");
    expect(await statusWith(gateway, await tokenFor(gateway, "app"))).toBe(200);
    const { status } = await readResponse(await gateway.fetch(`${gateway.url}/orders/x`));
    expect(status).toBe(400);
  });

  it("by OAuth and keyless issues tokens and requires none", async () => {
    const gateway = createGateway({
      apis: [{ api_id: "orders", use_oauth2: true, use_keyless: true }],
    });
    await addClient(gateway, "app");
    await tokenFor(gateway, "app");
    expect((await gateway.fetch(`${gateway.url}/orders/x`)).status).toBe(200);
  });

  it("with a domain comes before one without, by the Host header", async () => {
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

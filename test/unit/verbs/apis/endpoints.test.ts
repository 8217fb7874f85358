import { describe, expect, test } from "vitest";
import { createGateway } from "../../../../src/testing/index.ts";
import type { ApiSetup, Gateway } from "../../../../src/testing/index.ts";
import { failure } from "../../../support/util/failure.ts";

function gatewayWith(...apis: readonly (string | ApiSetup)[]): Gateway {
  return createGateway({ apis });
}

describe("apis.endpoints", () => {
  test("has the names of RFC 8414, on the address of the APIs", async () => {
    const gateway = gatewayWith("orders");
    const base = `${gateway.url}/orders`;
    expect(await gateway.client().apis.endpoints({ apiId: "orders" })).toStrictEqual({
      issuer: base,
      authorization_endpoint: `${base}/oauth/authorize/`,
      token_endpoint: `${base}/oauth/token/`,
      revocation_endpoint: `${base}/oauth/revoke`,
      response_types_supported: ["code", "token"],
      grant_types_supported: [
        "authorization_code",
        "refresh_token",
        "client_credentials",
        "password",
        "implicit",
      ],
      token_endpoint_auth_methods_supported: ["client_secret_basic"],
      revocation_endpoint_auth_methods_supported: ["none"],
    });
  });

  test("leaves out what the API does not allow", async () => {
    const api = { api_id: "orders", allowed_access_types: [], allowed_authorize_types: [] };
    const endpoints = await gatewayWith(api).client().apis.endpoints({ apiId: "orders" });
    expect(Object.keys(endpoints)).not.toContain("authorization_endpoint");
    expect(Object.keys(endpoints)).not.toContain("token_endpoint");
    expect(endpoints.grant_types_supported).toEqual([]);
    const machines = { ...api, allowed_access_types: ["client_credentials"] };
    const { token_endpoint, grant_types_supported } = await gatewayWith(machines)
      .client()
      .apis.endpoints({ apiId: "orders" });
    expect(token_endpoint).toContain("/orders/oauth/token/");
    expect(grant_types_supported).toEqual(["client_credentials"]);
  });

  test("uses apiBaseUrl, and encodes the listen path", async () => {
    const gateway = gatewayWith({ api_id: "shop", listen_path: "/café/" });
    const tyk = gateway.client({ apiBaseUrl: "https://apis.example:8443/" });
    const { issuer, token_endpoint } = await tyk.apis.endpoints({ apiId: "shop" });
    expect(issuer).toBe("https://apis.example:8443/caf%C3%A9");
    expect(token_endpoint).toBe(`${issuer}/oauth/token/`);
  });

  test("needs one path of a pattern", async () => {
    const gateway = gatewayWith({ api_id: "tenants", listen_path: "/shop/{tenant}/" });
    const { apis } = gateway.client();
    expect(await failure(apis.endpoints({ apiId: "tenants" }))).toMatchObject({
      code: "unsupported",
    });
    const { issuer } = await apis.endpoints({ apiId: "tenants", listenPath: "/shop/north/" });
    expect(issuer).toBe(`${gateway.url}/shop/north`);
    const elsewhere = apis.endpoints({ apiId: "tenants", listenPath: "/other/" });
    expect(await failure(elsewhere)).toMatchObject({ code: "input", field: "listenPath" });
  });

  test.each(["/orders/oauth/token/", "/orders/oauth/", "/orders/oauth/revoke"])(
    "refuses if the API on %s would receive the credentials",
    async (listen_path) => {
      const thief = { api_id: "thief", listen_path, use_keyless: true, use_oauth2: false };
      const { apis } = gatewayWith("orders", thief).client();
      const error = await failure(apis.endpoints({ apiId: "orders" }));
      expect(error).toMatchObject({ code: "unsupported", operation: "apis.endpoints" });
      expect(error.message).toContain("thief");
    },
  );

  test.each<[unknown, string]>([
    [undefined, "input"],
    [{ apiId: "" }, "input"],
    [{ apiId: "orders", path: "/" }, "input"],
    [{ apiId: "orders", listenPath: 1 }, "input"],
    [{ apiId: "open" }, "unsupported"],
    [{ apiId: "nowhere" }, "not-found"],
  ])("refuses %j", async (args, code) => {
    const { apis } = gatewayWith("orders", { api_id: "open", use_oauth2: false }).client();
    expect(await failure(apis.endpoints(args as never))).toMatchObject({ code });
  });
});

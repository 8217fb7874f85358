import { describe, expect, it } from "vitest";
import { createGateway } from "../../../src/testing/index.ts";
import type { GatewayOptions } from "../../../src/testing/index.ts";
import {
  addClient,
  callControl,
  codesListedFor,
  tokenFor,
  tokenPairFor,
  postToken,
  postConsent,
  statusWith,
} from "../../support/gateway/requests.ts";

describe("without options", () => {
  it("there are two OAuth APIs, and a policy that grants both", async () => {
    const gateway = createGateway();
    await addClient(gateway, "app", { api_id: "" });
    for (const api of ["orders", "billing"])
      expect(await statusWith(gateway, await tokenFor(gateway, "app", api), api)).toBe(200);
    const { json } = await callControl(gateway, "GET", "/tyk/apis");
    expect(json).toMatchObject([
      { api_id: "orders", org_id: "acme", use_oauth2: true, proxy: { listen_path: "/orders/" } },
      { api_id: "billing", org_id: "acme", use_oauth2: true, proxy: { listen_path: "/billing/" } },
    ]);
  });

  it("the version is 5.14.0, with the default hash function and without a list of hashes", async () => {
    const gateway = createGateway();
    await addClient(gateway, "app");
    const token = await tokenFor(gateway, "app");
    expect(token).toMatch(/^acme[0-9a-f]{32}$/);
    const codes = await codesListedFor(gateway, "app");
    expect(codes.join()).toMatch(/^[0-9a-f]{8}$/);
    expect((await callControl(gateway, "GET", "/tyk/keys")).status).toBe(404);
    expect((await callControl(gateway, "GET", "/hello")).json).toMatchObject({
      status: "pass",
      version: "v5.14.0",
    });
  });

  it("tokens last one hour and refresh tokens fourteen days", async () => {
    const gateway = createGateway({ now: 0 });
    await addClient(gateway, "app");
    const first = await tokenPairFor(gateway, "app");
    gateway.advance(14 * 86_400_000 - 1);
    const { json } = await postToken(gateway, "app", {
      grant_type: "refresh_token",
      refresh_token: first.refresh,
    });
    expect(json).toMatchObject({ expires_in: 3600 });
    const { refresh_token } = json as { refresh_token: string };
    gateway.advance(14 * 86_400_000);
    expect(
      (await postToken(gateway, "app", { grant_type: "refresh_token", refresh_token })).status,
    ).toBe(403);
  });

  it("the URL is reserved, and the secret is readable", () => {
    const { url, controlUrl, secret } = createGateway();
    expect(new URL(url)).toMatchObject({ protocol: "https:" });
    expect(new URL(url).hostname).toMatch(/\.invalid$/);
    expect(controlUrl).toBe(url);
    expect(secret).toBe("embedded-gateway-secret");
  });
});

describe("the short form", () => {
  it("names APIs and policies by their ids", async () => {
    const gateway = createGateway({ apis: ["shop"], policies: { gold: ["shop"], none: [] } });
    await addClient(gateway, "app", { api_id: "" });
    expect(
      (await callControl(gateway, "GET", "/tyk/oauth/clients/apis/app?orgID=acme")).json,
    ).toEqual(["shop"]);
    expect((await callControl(gateway, "GET", "/tyk/policies/none")).json).toMatchObject({
      access_rights: {},
    });
  });

  it("of APIs only has the policy gold for all of them", async () => {
    const gateway = createGateway({ apis: ["a", { api_id: "b", org_id: "acme" }] });
    const { json } = await callControl(gateway, "GET", "/tyk/policies/gold");
    expect(Object.keys((json as { access_rights: object }).access_rights)).toEqual(["a", "b"]);
  });
});

describe("tokenTtlSeconds", () => {
  it("is the lifetime of a token, and leaves a revoked one in the list unless it is an hour", async () => {
    const gateway = createGateway({ tokenTtlSeconds: 60, hashKeyFunction: "murmur64", now: 0 });
    await addClient(gateway, "app");
    const token = await tokenFor(gateway, "app");
    await gateway.fetch(`${gateway.url}/orders/oauth/revoke`, {
      method: "POST",
      body: new URLSearchParams({ token }),
    });
    expect(await statusWith(gateway, token)).toBe(403);
    expect(await codesListedFor(gateway, "app")).toHaveLength(1);
    gateway.advance(61_000);
    expect(await codesListedFor(gateway, "app")).toHaveLength(0);
  });
});

describe("redirectUriSeparator", () => {
  it.each([
    [";", 307],
    ["|", 403],
    ["", 403],
  ])("%j separates the second URI from the first: %i", async (redirectUriSeparator, status) => {
    const gateway = createGateway({ redirectUriSeparator });
    await addClient(gateway, "app", { redirect_uri: "https://one.example/;https://two.example/" });
    const query = new URLSearchParams({
      response_type: "code",
      client_id: "app",
      redirect_uri: "https://two.example/",
    });
    const response = await gateway.fetch(
      `${gateway.url}/orders/oauth/authorize?${query.toString()}`,
      { redirect: "manual" },
    );
    expect(response.status).toBe(status);
  });
});

describe("oauthErrorStatusCode", () => {
  it.each([undefined, 200, 400, 500, 503])(
    "%s is the status of OAuth errors, and of nothing else",
    async (oauthErrorStatusCode) => {
      const gateway = createGateway({ oauthErrorStatusCode });
      await addClient(gateway, "app");
      const status = oauthErrorStatusCode ?? 403;
      const fields = { response_type: "code", client_id: "nobody" };
      const refused = await postConsent(gateway, fields);
      expect([refused.status, refused.json]).toMatchObject([status, { error: "server_error" }]);
      const mismatch = { ...fields, client_id: "app", redirect_uri: "https://other.example/" };
      expect((await postConsent(gateway, mismatch)).status).toBe(status);
      const token = await postToken(gateway, "nobody", { grant_type: "client_credentials" });
      expect([token.status, token.json]).toMatchObject([status, { error: "server_error" }]);
      const query = new URLSearchParams(fields).toString();
      const login = await gateway.fetch(`${gateway.url}/orders/oauth/authorize?${query}`);
      expect(login.status).toBe(status);
      expect((await postConsent(gateway, { ...fields, client_id: "app" })).status).toBe(200);
      expect(await statusWith(gateway, "unknown-token")).toBe(403);
      expect((await callControl(gateway, "GET", "/tyk/oauth/clients/orders/nobody")).status).toBe(
        404,
      );
    },
  );
});

describe("an API's own settings", () => {
  it("decide the grants and response types", async () => {
    const gateway = createGateway({
      apis: [
        {
          api_id: "orders",
          allowed_access_types: ["authorization_code"],
          allowed_authorize_types: ["code"],
        },
      ],
    });
    await addClient(gateway, "app");
    const answer = await postToken(gateway, "app", { grant_type: "client_credentials" });
    expect(answer.json).toMatchObject({ error: "unsupported_grant_type" });
    expect((await tokenPairFor(gateway, "app")).access).toMatch(/^acme/);
  });

  it("decide the login page and the path", async () => {
    const apis = [
      {
        api_id: "orders",
        listen_path: "/v1/orders/",
        auth_login_redirect: "https://login.example/in",
      },
    ];
    const gateway = createGateway({ apis });
    await addClient(gateway, "app");
    const query = "response_type=code&client_id=app&state=x";
    const response = await gateway.fetch(`${gateway.url}/v1/orders/oauth/authorize/?${query}`, {
      redirect: "manual",
    });
    expect(response.headers.get("location")).toBe(`https://login.example/in?${query}`);
  });

  it("give it its own host", async () => {
    const gateway = createGateway({
      apis: ["orders", { api_id: "shop", domain: "shop.example", use_keyless: true }],
    });
    expect((await gateway.fetch(`${gateway.url}/shop/x`)).status).toBe(404);
    expect((await gateway.fetch("https://shop.example/shop/x")).status).toBe(200);
  });
});

describe("an invalid option is refused by its name", () => {
  const cases: [unknown, RegExp][] = [
    [{ secert: "x" }, /^createGateway: unknown option "secert"; did you mean "secret"\?$/],
    [{ secret: 5 }, /secret must be a string/],
    [{ secret: "" }, /secret must not be empty/],
    [{ version: "2.9.0" }, /version must be 3\.0\.0 or later and before 6, not "2\.9\.0"/],
    [{ version: "6.0.0" }, /version must be/],
    [{ version: "5.14" }, /version must be/],
    [{ hashKeys: "yes" }, /hashKeys must be true or false/],
    [
      { hashKeyFunction: "md5" },
      /hashKeyFunction must be one of murmur32, murmur64, murmur128, sha256/,
    ],
    [{ tokenTtlSeconds: 0 }, /tokenTtlSeconds must be a whole number of seconds, 1 or more/],
    [{ refreshTokenTtlSeconds: 1.5 }, /refreshTokenTtlSeconds must be/],
    [{ retainSeconds: -1 }, /retainSeconds must be a whole number of seconds, 0 or more/],
    [{ maxLogEntries: -1 }, /maxLogEntries must be a whole number, 0 or more, or Infinity/],
    [{ maxLogEntries: 0.5 }, /maxLogEntries must be/],
    [{ oauthErrorStatusCode: 199 }, /oauthErrorStatusCode must be a status from 200 to 599/],
    [{ oauthErrorStatusCode: 600 }, /oauthErrorStatusCode must be/],
    [{ oauthErrorStatusCode: "403" }, /oauthErrorStatusCode must be/],
    [{ oauthErrorStatusCode: 403.5 }, /oauthErrorStatusCode must be/],
    [{ redirectUriSeparator: null }, /redirectUriSeparator must be a string/],
    [{ apis: "orders" }, /apis must be a list/],
    [{ apis: ["a", "a"] }, /apis names the API "a" twice/],
    [{ apis: [""] }, /apis needs an api_id/],
    [{ apis: ["a/b"] }, /apis needs an api_id without a slash/],
    [
      { apis: [{ api_id: "a", listen_path: "a" }] },
      /a needs a listen_path that begins with a slash/,
    ],
    [{ apis: [{ api_id: "a", use_oauth2: 1 }] }, /a: use_oauth2 must be true or false/],
    [{ policies: { gold: {} } }, /gold needs access_rights/],
    [{ policies: { "": [] } }, /policies needs an id/],
    [{ upstream: "x" }, /upstream must be a function/],
    [{ seed: {} }, /seed must be a string or a number/],
    [{ now: "today" }, /now must be a time/],
    [{ now: new Date("x") }, /now must be a time/],
  ];

  it.each(cases)("%j", (options, message) => {
    expect(() => createGateway(options as GatewayOptions)).toThrow(TypeError);
    expect(() => createGateway(options as GatewayOptions)).toThrow(message);
  });

  it.each(["3.0.0", "4.3.0", "5.14.0", "5.99.1", "5.15.0-rc1", "5.8.0+build.7"])(
    "%s is rejected as a version",
    (version) => {
      expect(() => createGateway({ version })).not.toThrow();
    },
  );
});

import { describe, expect, test } from "vitest";
import { TykUnsupportedError } from "../../../../src/index.ts";
import type { ApiDefinition, TykOAuthOptions } from "../../../../src/index.ts";
import type { ApiAddress } from "../../../../src/types/raw.ts";
import { addressOf } from "../../../../src/verbs/apis/address.ts";
import { json } from "../../../support/network/fake-fetch.ts";
import { failure } from "../../../support/util/failure.ts";
import { api } from "../../../support/samples/samples.ts";
import { createMethodHarness } from "../../../support/client/method-harness.ts";

/** Fields of a definition, and of its `proxy`. */
type Fields = Readonly<Record<string, unknown>>;

function definition({ listen_path = "/shop/", target_url = "", ...fields }: Fields): ApiDefinition {
  return { ...api, ...fields, proxy: { ...api.proxy, listen_path, target_url } } as ApiDefinition;
}

/** Where the API `shop` is, on a gateway that has another organisation's API `evil` too. */
function address(
  shop: Fields,
  evil: Fields,
  options: Partial<TykOAuthOptions> = {},
): Promise<ApiAddress> {
  const meant = definition({ api_id: "shop", ...shop });
  const other = definition({ api_id: "evil", org_id: "other", use_oauth2: false, ...evil });
  const { context } = createMethodHarness([json([other, meant])], options);
  return addressOf(context, meant, "authorizeClient");
}

type Row = [what: string, shop: Fields, evil: Fields, options?: Partial<TykOAuthOptions>];

const onDomain = { apiBaseUrl: "https://a.example", customDomains: true } as const;
const onPort = { apiBaseUrl: "https://a.example:8443", customDomains: true } as const;
const root = { listen_path: "/" };

const refused: Row[] = [
  ["has a longer listen path", {}, { listen_path: "/shop/tyk/" }],
  ["has a longer path without a slash at its end", {}, { listen_path: "/shop/tyk/oauth/auth" }],
  ["has the same listen path", {}, { listen_path: "/shop/" }],
  ["has a path under our listen path /", root, { listen_path: "/tyk/" }],
  ["has our path as its id", { api_id: "x" }, { api_id: "shop", listen_path: "/elsewhere/" }],
  [
    "has our path as its id, and a path of the same length",
    { api_id: "x" },
    { api_id: "shop", listen_path: "/else/" },
  ],
  ["has our path decoded", { listen_path: "/é/" }, { listen_path: "/é/tyk/" }],
  ["has a path of the same length in bytes", { listen_path: "/abcd/" }, { listen_path: "/{é}/" }],
  ["has a pattern", {}, { listen_path: "/{tenant}/tyk/" }],
  ["has a pattern that the package does not evaluate", {}, { listen_path: "/{x:(?i)SHOP}/tyk/" }],
  ["has an incomplete pattern", {}, { listen_path: "/shop/{x" }],
  ["has a pattern that is long because of its name", {}, { listen_path: "/{anything_goes}" }],
  ["is internal and OAuth", {}, { internal: true, use_oauth2: true }],
  ["may still be served on its old path", {}, { listen_path: "/shop-evil" }],
  ["gets our requests because our target URL is invalid", { target_url: "http://a b/" }, root],
  [
    "gets our requests because our target URL has an invalid escape",
    { target_url: "http://a/%zz" },
    root,
  ],
  ["gets our requests because our API has another protocol", { protocol: "https" }, root],
  ["gets our requests because our API has its own port", { listen_port: 8080 }, root],
  ["has the URL's port as its own", {}, { ...root, listen_port: 8080 }],
  [
    "has the path prefix of the API base URL as its path",
    {},
    { listen_path: "/gw/" },
    { apiBaseUrl: "https://a.example/gw" },
  ],
  ["has our domain", {}, { ...root, domain: "a.example" }, onDomain],
  ["has a disabled domain", {}, { ...root, domain: "b.example", domain_disabled: true }, onDomain],
  ["has a domain with a port", {}, { ...root, domain: "a.example:8443" }, onPort],
  ["has a domain with capitals", {}, { ...root, domain: "A.example" }, onDomain],
  ["has a domain with a trailing dot", {}, { ...root, domain: "a.example." }, onDomain],
  ["has a domain pattern", {}, { ...root, domain: "{x}.example" }, onDomain],
  ["has another domain", {}, { ...root, domain: "b.example" }],
  [
    "has another domain, but custom domains are off",
    {},
    { ...root, domain: "b.example" },
    { customDomains: false },
  ],
  [
    "has a longer path and no domain",
    { domain: "a.example" },
    { listen_path: "/shop/tyk/" },
    onDomain,
  ],
  ["gets our requests because our domain has capitals", { domain: "A.example" }, root, onDomain],
  ["gets our requests because our domain has a port", { domain: "a.example:8443" }, root, onPort],
  ["gets our requests because our domain is a pattern", { domain: "{x}.example" }, root, onDomain],
];

const allowed: Row[] = [
  ["has another path", {}, { listen_path: "/shop2/" }],
  ["has a shorter path", {}, root],
  [
    "has a shorter path, and ours has no trailing slash",
    { listen_path: "/shop" },
    { listen_path: "/sho" },
  ],
  [
    "has our path as its id, and a shorter path",
    { api_id: "x" },
    { api_id: "shop", listen_path: "/e/" },
  ],
  ["has capitals", {}, { listen_path: "/SHOP/tyk/" }],
  ["has a percent-encoded path", { listen_path: "/é/" }, { listen_path: "/%C3%A9/tyk/" }],
  ["has a pattern with another prefix", {}, { listen_path: "/shop2/{any:.*}/" }],
  ["has a pattern that does not match", {}, { listen_path: "/{id:[0-9]+}/{rest:.*}" }],
  ["is internal", {}, { internal: true, listen_path: "/shop/tyk/" }],
  [
    "is an internal OAuth API with another listen path",
    {},
    { internal: true, use_oauth2: true, listen_path: "/shop/tyk/" },
  ],
  ["is not served over HTTP", {}, { protocol: "tcp", listen_path: "/shop/tyk/" }],
  ["has a shorter path and its own port", {}, { ...root, listen_port: 9000 }],
  [
    "has a shorter path and our domain",
    { domain: "a.example" },
    { ...root, domain: "a.example" },
    onDomain,
  ],
  ["has another domain", {}, { ...root, domain: "b.example" }, { customDomains: true }],
  [
    "has a domain pattern that does not match",
    {},
    { ...root, domain: "{x}.b.example" },
    { customDomains: true },
  ],
  [
    "has the path prefix of the control API as its path",
    {},
    { listen_path: "/gw/" },
    { baseUrl: "https://a.example/gw" },
  ],
  ["has another path, and ours is inactive", { active: false }, { listen_path: "/x/" }],
  [
    "has no listen path and no domain",
    { domain: undefined },
    { listen_path: "", domain: undefined },
  ],
];

describe("another API on the gateway", () => {
  test.each(refused)(
    "that %s can receive the request, so the call is rejected",
    async (_, shop, evil, options) => {
      const error = await failure(address(shop, evil, options));
      expect(error).toBeInstanceOf(TykUnsupportedError);
      expect(error).toMatchObject({ operation: "test.method", outcome: "not-sent" });
      const { api_id: meant = "shop" } = shop;
      const { api_id: other = "evil" } = evil;
      expect(error.message).toMatch(
        `test.method: the API ${String(other)} may receive the request that is meant for the API ${String(meant)}: nothing was sent; `,
      );
    },
  );

  test.each(allowed)(
    "that %s cannot receive the request, so it is sent",
    async (_, shop, evil, options) => {
      const { listen_path: listenPath = "/shop/" } = shop;
      expect(await address(shop, evil, options)).toEqual({ listenPath });
    },
  );

  test("is named in the error with what to do about it", async () => {
    const path = await failure(address({}, { listen_path: "/shop/tyk/" }));
    expect(path.message).toMatch(
      /give the two APIs listen paths that do not begin with each other, or with the id of the other API$/,
    );
    const domain = await failure(address({}, { ...root, domain: "b.example" }));
    expect(domain.message).toMatch(
      /set customDomains: true if the gateway's enable_custom_domains is on$/,
    );
  });

  test("is named without the characters of its id that could harm a log", async () => {
    const error = await failure(address({}, { api_id: "a\nb", listen_path: "/shop/tyk/" }));
    expect(error.message).toMatch(/^test\.method: the API "a\\nb" may receive/);
  });
});

describe("an API that cannot receive the request itself", () => {
  test.each<[Fields, RegExp, Partial<TykOAuthOptions>?]>([
    [{ internal: true }, /the API shop is internal: the gateway serves it only to other APIs$/],
    [
      { listen_port: 9000 },
      /the API shop has its own port, 9000: make apiBaseUrl a function that returns an address with this port$/,
    ],
    [{ listen_path: "/x-shop" }, /the listen path of the API shop ends with its id/],
    [{ listen_path: "/x-shop__" }, /the listen path of the API shop ends with its id/],
    [{ listen_path: "/shop/v1/" }, /the listen path of the API shop begins with its id/],
    [
      { listen_path: "/a%2Fb/" },
      /its listen path does not match the path as the gateway decodes it/,
    ],
    [{ listen_path: "/a/b//" }, /its listen path does not match/],
    [{ listen_path: "/100%/" }, /\(it has a percent sign that is not part of an encoding\)/],
    [{ listen_path: "//shop/" }, /\(it has an empty segment\)/],
    [{ listen_path: "/a%2F..%2Fb/" }, /\(it has a dot segment\)/],
    [{ domain: "b.example" }, /is served only on that host/, onDomain],
    [{}, /pass the request to its upstream/, { apiBaseUrl: "https://a.example/shop" }],
    [{ domain: "{x}.b.example" }, /is served only on that host/, onDomain],
    // Only the path without the prefix, as a proxy would leave it, shows these two reasons.
    [{ listen_path: "/shop/v1/" }, /begins with its id/, { apiBaseUrl: "https://a.example/gw" }],
    [
      { domain: "b.example" },
      /is served only on that host/,
      { ...onDomain, apiBaseUrl: "https://a.example/gw" },
    ],
  ])("is rejected: %j", async (shop, why, options) => {
    const error = await failure(address(shop, { listen_path: "/elsewhere/" }, options));
    expect(error).toBeInstanceOf(TykUnsupportedError);
    expect(error.message).toMatch(why);
  });

  test.each<[Fields, Partial<TykOAuthOptions>?]>([
    [{ listen_port: 9000 }, { apiBaseUrl: "https://a.example:9000" }],
    [{ listen_port: 443 }, { apiBaseUrl: "https://a.example" }],
    [{ listen_port: 80 }, { apiBaseUrl: "http://localhost" }],
    [{ protocol: "https" }],
    [{ domain: "{x}.example" }, onDomain],
    [{ domain: "A.example" }, onDomain],
  ])("is used if no other API can receive the request: %j", async (shop, options) => {
    expect(await address(shop, { listen_path: "/elsewhere/" }, options)).toBeDefined();
  });
});

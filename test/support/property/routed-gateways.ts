import type { ApiSetup } from "@tyk-oauth/sdk/testing";
import fc from "fast-check";
import { routerVersions } from "./route-oracle.ts";
import type { RoutedApi, RouterSettings } from "./route-oracle.ts";

/** The values from which one gateway's APIs are made. Small sets make overlaps likely. */
interface ApiValues {
  readonly paths: readonly string[];
  readonly ids: readonly string[];
  readonly domains?: readonly string[];
  /** Whether APIs can be internal, have their own ports or protocols, or be MCP APIs. */
  readonly hasServers?: true;
}

const apiValues: readonly ApiValues[] = [
  { paths: ["/", "/shop/", "/shop/tyk/", "/shop/oauth/"], ids: ["a", "shop", "tyk", "oauth"] },
  { paths: ["/shop", "/shop/", "/shop-a", "/Shop/", "/"], ids: ["a", "ab", "shop", "shop-a"] },
  { paths: ["/shop", "/shop_", "/shop/x"], ids: ["a", "ab", "a_"] },
  { paths: ["/é/", "/caf%C3%A9/", "/café/", "/ab/", "/abc/"], ids: ["é", "ab", "café"] },
  { paths: ["/a/b/", "/a/b//", "/a/", "/a%2Fb/", "/a%2Fb"], ids: ["a", "b", "x"] },
  {
    paths: ["/shop/", "/{id}/", "/shop/{id}/", "/{id:[a-z]+}/tyk/", "/{rest:.*}", "/ab/{id}/"],
    ids: ["a", "shop", "ab"],
  },
  {
    paths: [
      "/{id:s(?:hop|hip)}",
      "/x{n:\\d*}y/",
      "/{id:[^/]{3,4}}/",
      "/{id:\\bshop}/",
      "/xy/",
      "/shop/7/",
    ],
    ids: ["x1y", "xy", "ship"],
  },
  {
    paths: ["/", "/shop/", "/shop/tyk/"],
    ids: ["a", "ab", "shop"],
    domains: ["apis.example", "apis.example", "Apis.example", "apis.example:8080", "o.example"],
  },
  {
    paths: ["/", "/shop/", "/shop/tyk/"],
    ids: ["a", "ab", "shop"],
    domains: ["apis.example", "{sub}.example", "{sub:[a-z]+}.example"],
  },
  { paths: ["/", "/shop/", "/shop/tyk/"], ids: ["a", "ab", "shop"], hasServers: true },
  { paths: ["/", "/shop", "/shop/"], ids: ["a", "ab", "shop"], hasServers: true },
];

function apiOf({ paths, ids, domains, hasServers }: ApiValues): fc.Arbitrary<RoutedApi> {
  const plain = {
    api_id: fc.constantFrom(...ids),
    org_id: fc.constantFrom("acme", "other"),
    listen_path: fc.constantFrom(...paths),
    use_oauth2: fc.boolean(),
  };
  if (domains !== undefined)
    return fc.record({
      ...plain,
      domain: fc.constantFrom("", ...domains),
      domain_disabled: fc.constantFrom(false, false, false, true),
    });
  if (hasServers !== true) return fc.record(plain);
  return fc.record({
    ...plain,
    internal: fc.constantFrom(false, false, true),
    listen_port: fc.constantFrom(0, 0, 9000),
    protocol: fc.constantFrom("", "", "https"),
    isMcp: fc.constantFrom(false, false, true),
  });
}

/** A gateway, and the client's options for it. */
export interface RoutedGateway {
  readonly apis: readonly RoutedApi[];
  readonly settings: RouterSettings;
  readonly apiBaseUrl: string;
  /** Whether the client's options contain the gateway's `enable_custom_domains`. */
  readonly passesCustomDomains: boolean;
}

export const anyRoutedGateway: fc.Arbitrary<RoutedGateway> = fc
  .constantFrom(...apiValues)
  .chain((theme) =>
    fc.record({
      apis: fc.uniqueArray(apiOf(theme), {
        minLength: 2,
        maxLength: 3,
        selector: ({ api_id }) => api_id,
      }),
      settings: fc.record({
        version: fc.constantFrom(...routerVersions),
        customDomains: fc.boolean(),
        hostname: fc.constantFrom("", "", "gateway.example", "apis.example"),
        hasControlPort: fc.boolean(),
      }),
      apiBaseUrl: fc.constantFrom(
        theme.domains === undefined ? "http://gateway.example:8080" : "http://apis.example:8080",
        theme.hasServers === true ? "http://gateway.example:9000" : "http://apis.example:8080",
        "http://apis.example:8080/shop",
      ),
      passesCustomDomains: fc.boolean(),
    }),
  );

/** APIs of which no path and no id is the beginning of another API's. */
export const anyGatewayWithoutOverlaps: fc.Arbitrary<RoutedGateway> = fc
  .record({
    count: fc.integer({ min: 1, max: 50 }),
    settings: fc.record({
      version: fc.constantFrom(...routerVersions),
      customDomains: fc.boolean(),
      hostname: fc.constant(""),
      hasControlPort: fc.boolean(),
    }),
    shapes: fc.array(fc.constantFrom("/", "", "/v1/", "/{id}/", "/{id:[0-9]+}"), {
      minLength: 50,
      maxLength: 50,
    }),
    domains: fc.array(fc.constantFrom(undefined, "other.example", "{sub}.example"), {
      minLength: 50,
      maxLength: 50,
    }),
  })
  .map(({ count, settings, shapes, domains: own }) => ({
    settings,
    apiBaseUrl: "http://gateway.example:8080",
    passesCustomDomains: false,
    apis: shapes.slice(0, count).map((shape, at): RoutedApi => {
      const number = String(100 + at);
      const domain = own[at];
      return {
        api_id: `id-${number}`,
        org_id: "acme",
        listen_path: `/api-${number}${shape}`,
        use_oauth2: true,
        ...(domain === undefined ? {} : { domain }),
      };
    }),
  }));

/** An API whose fields the embedded gateway models completely. */
export const anyEmbeddedApi: fc.Arbitrary<ApiSetup & { readonly use_oauth2: boolean }> = fc.record({
  api_id: fc.constantFrom("a", "ab", "shop", "tyk", "oauth", "x"),
  listen_path: fc.constantFrom(
    "/",
    "/shop/",
    "/shop",
    "/shop/tyk/",
    "/shop/oauth/",
    "/oauth/",
    "/a/",
    "/x/y/",
    "/é/",
    "/{id}/",
    "/shop/{id}/",
    "/{id:[a-z]+}/tyk/",
  ),
  use_oauth2: fc.constantFrom(true, true, false),
  use_keyless: fc.boolean(),
  domain: fc.constantFrom("", "", "apis.example", "Apis.example", "other.example"),
  domain_disabled: fc.constantFrom(false, false, true),
  internal: fc.constantFrom(false, false, false, true),
  listen_port: fc.constantFrom(0, 0, 0, 9000),
});

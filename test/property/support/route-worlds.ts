import fc from "fast-check";
import { routerVersions } from "./route-oracle.ts";
import type { RoutedApi, RouterSettings } from "./route-oracle.ts";

/** Paths and ids that begin with each other, in each way that was seen to lead a request elsewhere. */
const listenPaths = [
  "/",
  "/shop",
  "/shop/",
  "/shop/tyk/",
  "/shop/oauth/",
  "/shop/oauth/revoke_all",
  "/shop-ab",
  "/shop-ab/",
  "/Shop/",
  "/tyk/",
  "/oauth/",
  "/café/",
  "/caf%C3%A9/",
  "/a/b/",
  "/a/b//",
  "/a%2Fb/",
  "/{id}/",
  "/shop/{id}/",
  "/{id:[a-z]+}/tyk/",
  "/{id:s(?:hop|hip)}",
  "/{rest:.*}",
  "/{id:[^/]{3,4}}/oauth/",
  "/x{n:\\d*}y/",
];
const ids = ["a", "ab", "abc", "shop", "tyk", "oauth", "café", "x1y"];
const domains = [
  "apis.example",
  "Apis.example",
  "apis.example:8080",
  "other.example",
  "{sub}.example",
  "{sub:[a-z]+}.example",
];

const anyApi: fc.Arbitrary<RoutedApi> = fc.record(
  {
    api_id: fc.constantFrom(...ids),
    org_id: fc.constantFrom("acme", "other"),
    listen_path: fc.constantFrom(...listenPaths),
    use_oauth2: fc.boolean(),
    domain: fc.oneof(fc.constant(""), fc.constantFrom(...domains)),
    domain_disabled: fc.constantFrom(false, false, true),
    internal: fc.constantFrom(false, false, false, true),
    listen_port: fc.constantFrom(8080, 8080, 9000),
    protocol: fc.constantFrom("", "", "", "https"),
    isMcp: fc.constantFrom(false, false, false, true),
  },
  { requiredKeys: ["api_id", "org_id", "listen_path", "use_oauth2"] },
);

/** A gateway, and what the client is told about it. */
export interface RouteWorld {
  readonly apis: readonly RoutedApi[];
  readonly settings: RouterSettings;
  readonly apiBaseUrl: string;
  /** Whether the client's option says what `enable_custom_domains` is. */
  readonly tellsCustomDomains: boolean;
}

export const anyRouteWorld: fc.Arbitrary<RouteWorld> = fc.record({
  apis: fc.uniqueArray(anyApi, { minLength: 2, maxLength: 5, selector: ({ api_id }) => api_id }),
  settings: fc.record({
    version: fc.constantFrom(...routerVersions),
    customDomains: fc.boolean(),
    hostname: fc.constantFrom("", "", "gateway.example", "apis.example"),
    hasControlPort: fc.boolean(),
  }),
  apiBaseUrl: fc.constantFrom(
    "http://gateway.example:8080",
    "http://apis.example:8080",
    "http://apis.example:9000",
    "http://apis.example:8080/shop",
  ),
  tellsCustomDomains: fc.boolean(),
});

/** APIs of which none shares a path, an id or a beginning of them with another. */
export const anyDisjointWorld: fc.Arbitrary<RouteWorld> = fc
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
    tellsCustomDomains: false,
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

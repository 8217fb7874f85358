/**
 * A small model of a gateway's routing: it finds the API that receives a request, for each group of versions with the same
 * rules. It is written from measurements of real gateways, and uses no code of the package or of the embedded gateway.
 */

/** The configuration of an API. */
export interface RoutedApi {
  readonly api_id: string;
  readonly org_id: string;
  readonly listen_path: string;
  readonly use_oauth2: boolean;
  readonly domain?: string;
  readonly domain_disabled?: boolean;
  readonly internal?: boolean;
  readonly listen_port?: number;
  readonly protocol?: string;
  /** An MCP API. The list of APIs omits it unless the query includes MCP APIs. */
  readonly isMcp?: boolean;
}

/** The routing rules of a group of versions. */
export interface RouterVersion {
  readonly name: string;
  /** Whether each API is also served under its id. */
  readonly servesIds: boolean;
  /** Whether the OAuth endpoints of internal APIs are served. */
  readonly servesInternalOAuth: boolean;
  /** Whether two APIs with the same listen path are served on it, although their definitions show other paths. */
  readonly servesSharedPath: boolean;
  readonly order: "path" | "longer-domain" | "any-domain" | "fitting-domain";
  /** Whether patterns are ignored in the length of a path. */
  readonly skipsPatterns: boolean;
}

const base = {
  servesIds: true,
  servesInternalOAuth: false,
  servesSharedPath: false,
  skipsPatterns: false,
} as const;

export const routerVersions: readonly RouterVersion[] = [
  { ...base, name: "3.0", order: "path", servesIds: false, servesInternalOAuth: true },
  {
    ...base,
    name: "4.3",
    order: "path",
    servesIds: false,
    servesInternalOAuth: true,
    servesSharedPath: true,
  },
  { ...base, name: "5.3.0", order: "path" },
  { ...base, name: "5.3.0, reloaded", order: "path", servesSharedPath: true },
  { ...base, name: "5.6", order: "longer-domain" },
  { ...base, name: "5.7", order: "any-domain" },
  { ...base, name: "5.11", order: "any-domain", skipsPatterns: true },
  { ...base, name: "5.14", order: "fitting-domain", skipsPatterns: true },
];

/** The settings that a gateway does not show. */
export interface RouterSettings {
  readonly version: RouterVersion;
  readonly customDomains: boolean;
  /** The host of APIs without a domain. Empty for any host. */
  readonly hostname: string;
  /** Whether the control API has its own port. */
  readonly hasControlPort: boolean;
}

/** Where a request goes. */
export type Destination =
  | { readonly to: "api"; readonly apiId: string; readonly isOAuthEndpoint: boolean }
  | { readonly to: "control" | "nobody" | "redirect" };

export const commonPort = 8080;
const oauthEndpoint = "(?:/tyk/oauth/authorize-client/?|/oauth/authorize/?|/oauth/revoke_all)$";

interface LoadedApi extends RoutedApi {
  /** The path that requests must match. */
  readonly served: string;
  /** The path that the definition shows. */
  readonly shown: string;
}

/** A gateway with loaded APIs. APIs that sort as equal keep their order. */
export class RouteOracle {
  readonly #settings: RouterSettings;
  readonly #loaded: readonly LoadedApi[];

  constructor(apis: readonly RoutedApi[], settings: RouterSettings) {
    this.#settings = settings;
    const addressOf = (api: RoutedApi): string => `${this.#domainOf(api)}${api.listen_path}`;
    const isShared = (api: RoutedApi): boolean =>
      apis.filter((other) => addressOf(other) === addressOf(api)).length > 1;
    this.#loaded = apis
      .map((api) => {
        const shown = isShared(api) ? `${api.listen_path}-${api.api_id}` : api.listen_path;
        return {
          ...api,
          shown,
          served: settings.version.servesSharedPath ? api.listen_path : shown,
        };
      })
      .sort((one, other) => this.#compare(one, other));
  }

  /** Returns what `GET /tyk/apis` shows. It omits empty fields. */
  definitions(withMcp: boolean): object[] {
    return this.#loaded
      .filter(({ isMcp }) => withMcp || isMcp !== true)
      .map(({ shown, api_id, org_id, use_oauth2, ...more }) => ({
        api_id,
        org_id,
        use_oauth2,
        domain: more.domain,
        domain_disabled: more.domain_disabled,
        internal: more.internal,
        listen_port: more.listen_port,
        protocol: more.protocol,
        name: api_id,
        active: true,
        use_keyless: false,
        proxy: { listen_path: shown },
      }));
  }

  route(url: URL): Destination {
    const path = decodeURIComponent(url.pathname);
    if (/\/\/|\/\.{1,2}(?:\/|$)/.test(path)) return { to: "redirect" };
    const port = Number(url.port === "" ? (url.protocol === "https:" ? 443 : 80) : url.port);
    const isCommon = port === commonPort;
    if (isCommon && !this.#settings.hasControlPort && path.startsWith("/tyk/"))
      return { to: "control" };
    for (const api of this.#loaded) {
      if ((api.protocol ?? "") !== "" && isCommon) continue;
      if (((api.listen_port ?? 0) || commonPort) !== port || !this.#answersOn(api, url)) continue;
      const isOAuthEndpoint = this.#serves(api, path);
      if (isOAuthEndpoint !== undefined) return { to: "api", apiId: api.api_id, isOAuthEndpoint };
    }
    return { to: "nobody" };
  }

  /** Whether the path is an OAuth endpoint of the API. `undefined` if the API does not serve the path. */
  #serves(api: LoadedApi, path: string): boolean | undefined {
    const { servesIds, servesInternalOAuth } = this.#settings.version;
    const prefixes = [...(servesIds ? [`/${api.api_id}/`] : []), api.served];
    for (const prefix of prefixes) {
      if (!expressionOf(prefix, "").test(path)) continue;
      const trimmed = prefix.replace(/\/+$/, "");
      const isOAuth = api.use_oauth2 && expressionOf(trimmed, oauthEndpoint).test(path);
      if (api.internal !== true) return isOAuth;
      if (servesInternalOAuth && isOAuth) return true;
    }
    return undefined;
  }

  #answersOn(api: RoutedApi, url: URL): boolean {
    const { customDomains, hostname } = this.#settings;
    const own = customDomains && (api.domain ?? "") !== "";
    const wanted = own ? this.#domainOf(api) : hostname;
    if (wanted === "") return true;
    // If the domain contains a colon (a port or a pattern), it is compared with host and port.
    const host = wanted.includes(":") ? url.host : url.hostname;
    return expressionOf(wanted, "$", "[^.]+").test(host);
  }

  #domainOf({ domain = "", domain_disabled = false }: RoutedApi): string {
    return domain_disabled ? "" : domain;
  }

  #compare(one: LoadedApi, other: LoadedApi): number {
    const { version, customDomains } = this.#settings;
    const [a, b] = [one.domain ?? "", other.domain ?? ""];
    if (version.order === "longer-domain" && a !== b) return b.length - a.length;
    const isDomainFirst =
      version.order === "any-domain" || (version.order === "fitting-domain" && customDomains);
    if (isDomainFirst && (a === "") !== (b === "")) return a === "" ? 1 : -1;
    return this.#lengthOf(other) - this.#lengthOf(one);
  }

  #lengthOf({ listen_path }: RoutedApi): number {
    const segments = listen_path.split("/");
    const counted = this.#settings.version.skipsPatterns
      ? segments.map((segment) => segment.replace(/^\{.+\}$/, ""))
      : segments;
    return Buffer.byteLength(counted.join("/"));
  }
}

function expressionOf(template: string, end: string, anything = "[^/]+"): RegExp {
  const source = template.replaceAll(
    /\{[^{}:]+(?::([^{}]*(?:\{[^{}]*\}[^{}]*)*))?\}|[^{]/g,
    (part, pattern: string | undefined) =>
      part.startsWith("{")
        ? `(?:${pattern ?? anything})`
        : part.replace(/[-[\]{}()*+?.,\\^$|#\s/]/, "\\$&"),
  );
  return new RegExp(`^${source}${end}`);
}

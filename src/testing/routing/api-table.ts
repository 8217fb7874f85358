import type { GatewaySettings } from "../settings/gateway-settings.ts";
import type { VersionTraits } from "../versions.ts";
import type { LoadedApi } from "./load-apis.ts";
import { createHostMatcher, parseTemplate } from "./template.ts";

/** The paths that an API serves itself behind its listen path, as regular expressions. */
const endpointPaths = {
  authorizeClient: "/tyk/oauth/authorize-client/?",
  oauthAuthorize: "/oauth/authorize/?",
  oauthToken: "/oauth/token/?",
  oauthRevoke: "/oauth/revoke",
  oauthRevokeAll: "/oauth/revoke_all",
  rateLimits: "/tyk/rate-limits/",
} as const;

/** An endpoint that an API serves itself. */
export type ApiEndpoint = keyof typeof endpointPaths;

/** The router's paths of these endpoints have a variable named `_`. */
const endpointsWithVariable = ["authorizeClient", "oauthAuthorize", "oauthToken"];

/** The API that receives a request, and its endpoint; `undefined` for the upstream. */
export interface ApiMatch {
  readonly api: LoadedApi;
  readonly endpoint: ApiEndpoint | undefined;
  /** The path behind the listen path, with a leading slash. */
  readonly path: string;
}

interface ApiRoute {
  readonly api: LoadedApi;
  readonly isHostMatch: (host: string) => boolean;
  readonly prefix: RegExp;
  readonly endpoints: readonly (readonly [ApiEndpoint, RegExp])[];
}

/**
 * The routes of all APIs, in the gateway's order: longer listen paths first (Trap 26), and in newer versions APIs with a
 * domain before all others (Trap 34). The first route that matches the host and the decoded path receives the request.
 */
export class ApiTable {
  readonly #routes: readonly ApiRoute[];

  constructor(apis: readonly LoadedApi[], settings: GatewaySettings, traits: VersionTraits) {
    this.#routes = sortApis(apis, settings, traits)
      .filter((api) => api.routes !== "none" && api.listenPort === 0)
      .flatMap((api) => createRoutes(api, settings, traits));
  }

  match(host: string, path: string): ApiMatch | undefined {
    for (const { api, isHostMatch, prefix, endpoints } of this.#routes) {
      const found = isHostMatch(host) ? prefix.exec(path) : null;
      if (found === null) continue;
      const endpoint = endpoints.find(([, pattern]) => pattern.test(path))?.[0];
      if (endpoint !== undefined || api.routes === "all") {
        const rest = path.slice(found[0].length).replace(/^\/+/, "");
        return { api, endpoint, path: `/${rest}` };
      }
    }
    return undefined;
  }
}

/** APIs of equal rank stay in the order of their definitions, as in a gateway with up to a dozen APIs. */
function sortApis(
  apis: readonly LoadedApi[],
  settings: GatewaySettings,
  traits: VersionTraits,
): LoadedApi[] {
  const isTriedFirst = (api: LoadedApi): boolean =>
    traits.prefersDomains && settings.customDomains && api.domain !== "";
  const getLength = (api: LoadedApi): number =>
    getPathLength(api.definition.listenPath, traits.ignoresPatternLength);
  return [...apis].sort(
    (a, b) => Number(isTriedFirst(b)) - Number(isTriedFirst(a)) || getLength(b) - getLength(a),
  );
}

/** Returns the length of a listen path in bytes. Newer versions do not count segments that are a pattern. */
function getPathLength(path: string, ignoresPatternLength: boolean): number {
  const countBytes = (text: string): number => new TextEncoder().encode(text).length;
  if (!ignoresPatternLength) return countBytes(path);
  const segments = path.split("/");
  return segments
    .filter((segment) => !/^\{.+\}$/.test(segment))
    .reduce((sum, segment) => sum + countBytes(segment), segments.length - 1);
}

function createRoutes(
  api: LoadedApi,
  settings: GatewaySettings,
  traits: VersionTraits,
): ApiRoute[] {
  const hasOwnHost = settings.customDomains && api.domain !== "";
  const isDisabled = traits.readsDomainDisabled && api.isDomainDisabled;
  const host = hasOwnHost ? (isDisabled ? "" : api.domain) : settings.hostname;
  const isHostMatch = host === "" ? () => true : createHostMatcher(host);
  const prefixes = traits.servesApisById ? [`/${api.id}/`, api.routePath] : [api.routePath];
  return prefixes.flatMap((prefix) => {
    const template = parseTemplate(prefix, "path");
    if (template === undefined) return [];
    const pattern = new RegExp(`^${template.source}`);
    return [{ api, isHostMatch, prefix: pattern, endpoints: createEndpoints(api, prefix, host) }];
  });
}

function createEndpoints(api: LoadedApi, prefix: string, host: string): ApiRoute["endpoints"] {
  const base = parseTemplate(prefix.replace(/\/+$/, ""), "path")?.source ?? "";
  // The router refuses a route whose host and path have a variable of the same name.
  const isRefused = parseTemplate(host, "host")?.names.includes("_") === true;
  return Object.entries(endpointPaths)
    .map(([name, path]) => [name as ApiEndpoint, new RegExp(`^${base}${path}$`)] as const)
    .filter(([name]) => !isRefused || !endpointsWithVariable.includes(name))
    .filter(([name]) =>
      name === "rateLimits" ? !api.isKeyless && api.routes === "all" : api.isOAuth,
    );
}

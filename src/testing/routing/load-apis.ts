import type { Api } from "../settings/apis.ts";
import type { VersionTraits } from "../versions.ts";

/** The routes of an API that the gateway registers when it loads the API. */
type RegisteredRoutes = "all" | "oauth" | "none";

/** An API as the gateway loaded it. The gateway shows `listenPath` and removes it from requests. */
export interface LoadedApi extends Api {
  readonly definition: Api;
  /** The path that requests are matched with. */
  readonly routePath: string;
  readonly routes: RegisteredRoutes;
  /** Whether the reload kept the API unchanged. */
  readonly isKept: boolean;
}

/**
 * Loads definitions. If the version keeps unchanged APIs, an API with the same definition stays as it was.
 *
 * If several APIs have the same domain and listen path, the gateway appends the API's id to each path, unless the API
 * already had the path (Trap 34). Versions that match requests with the definition's path serve only the first of these
 * APIs.
 */
export function loadApis(
  definitions: readonly Api[],
  previous: readonly LoadedApi[],
  traits: VersionTraits,
): LoadedApi[] {
  const counts = new Map<string, number>();
  for (const api of definitions) {
    const address = toDomainAndPath(api, api.listenPath, traits);
    counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  const isShared = (api: Api, path: string): boolean =>
    (counts.get(toDomainAndPath(api, path, traits)) ?? 0) > 1;
  return definitions.map((definition) => {
    const known = previous.find((api) => api.id === definition.id);
    const isUnchanged = JSON.stringify(known?.definition) === JSON.stringify(definition);
    if (traits.keepsUnchangedApis && known !== undefined && isUnchanged)
      return { ...known, routePath: definition.listenPath, isKept: true };
    const hasInvalidPath = definition.listenPath.includes(" ");
    const shouldKeepPath = hasInvalidPath || known?.listenPath === definition.listenPath;
    const listenPath = shouldKeepPath ? definition.listenPath : toUniquePath(definition, isShared);
    return {
      ...definition,
      definition,
      listenPath,
      routePath: traits.separatesSamePaths ? listenPath : definition.listenPath,
      routes: toRegisteredRoutes(definition, hasInvalidPath, traits),
      isKept: false,
    };
  });
}

function toUniquePath(api: Api, isShared: (api: Api, path: string) => boolean): string {
  if (!isShared(api, api.listenPath)) return api.listenPath;
  let path = `${api.listenPath}-${api.id}`;
  while (isShared(api, path)) path += "_";
  return path;
}

/** Joins a domain and a path, as the gateway compares them. */
function toDomainAndPath(api: Api, path: string, traits: VersionTraits): string {
  return `${api.isDomainDisabled && traits.readsDomainDisabled ? "" : api.domain}${path}`;
}

function toRegisteredRoutes(
  api: Api,
  hasInvalidPath: boolean,
  traits: VersionTraits,
): RegisteredRoutes {
  if (hasInvalidPath) return traits.skipsInvalidPaths ? "none" : "oauth";
  if (api.isInternal) return traits.hidesInternalApis ? "none" : "oauth";
  return "all";
}

import type { Api } from "../settings.ts";
import type { VersionTraits } from "../versions.ts";

/** Which of an API's routes the gateway registers as it loads the API. */
export type RegisteredRoutes = "all" | "oauth" | "none";

/** An API as the gateway has loaded it. `listenPath` is the path that the gateway shows and takes off requests. */
export interface LoadedApi extends Api {
  readonly definition: Api;
  /** The path that requests are matched against. */
  readonly routePath: string;
  readonly routes: RegisteredRoutes;
  /** Whether it was loaded before and stayed as it was. */
  readonly isKept: boolean;
}

/**
 * Loads definitions. An API that was loaded before from the same definition stays as it was, if the version keeps those.
 *
 * If several APIs have one domain and listen path, the gateway adds the API's id to the path of each that has not had this
 * path before. Versions that match requests against the definition's own path then serve only the first of them.
 */
export function loadApis(
  definitions: readonly Api[],
  before: readonly LoadedApi[],
  traits: VersionTraits,
): LoadedApi[] {
  const counts = new Map<string, number>();
  for (const api of definitions) {
    const address = addressOf(api, api.listenPath, traits);
    counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  const isTaken = (api: Api, path: string): boolean =>
    (counts.get(addressOf(api, path, traits)) ?? 0) > 1;
  return definitions.map((definition) => {
    const known = before.find((api) => api.id === definition.id);
    if (traits.keepsUnchangedApis && known !== undefined && isSame(known.definition, definition))
      return { ...known, routePath: definition.listenPath, isKept: true };
    const hasInvalidPath = definition.listenPath.includes(" ");
    const keepsPath = hasInvalidPath || known?.listenPath === definition.listenPath;
    const listenPath = keepsPath ? definition.listenPath : ownPath(definition, isTaken);
    return {
      ...definition,
      definition,
      listenPath,
      routePath: traits.separatesSamePaths ? listenPath : definition.listenPath,
      routes: routesOf(definition, hasInvalidPath, traits),
      isKept: false,
    };
  });
}

function ownPath(api: Api, isTaken: (api: Api, path: string) => boolean): string {
  if (!isTaken(api, api.listenPath)) return api.listenPath;
  let path = `${api.listenPath}-${api.id}`;
  while (isTaken(api, path)) path += "_";
  return path;
}

/** A domain and a path in one string, as the gateway compares them. */
function addressOf(api: Api, path: string, traits: VersionTraits): string {
  return `${api.domainDisabled && traits.readsDomainDisabled ? "" : api.domain}${path}`;
}

function routesOf(api: Api, hasInvalidPath: boolean, traits: VersionTraits): RegisteredRoutes {
  if (hasInvalidPath) return traits.skipsInvalidPaths ? "none" : "oauth";
  if (api.internal) return traits.hidesInternalApis ? "none" : "oauth";
  return "all";
}

function isSame(a: Api, b: Api): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

import { ApiTable } from "./routing/api-table.ts";
import { loadApis } from "./routing/load-apis.ts";
import type { LoadedApi } from "./routing/load-apis.ts";
import { createHostMatcher } from "./routing/template.ts";
import type { Api } from "./settings/apis.ts";
import type { GatewaySettings } from "./settings/gateway-settings.ts";
import type { VersionTraits } from "./versions.ts";

/**
 * The loaded APIs, and which of them have an OAuth manager: the gateway's object that reads and writes one API's clients and
 * tokens. A handler that needs a missing manager panics.
 *
 * An API without a manager is cold. In a fresh process two kinds are cold: an API that is not OAuth (Trap 32), and an OAuth
 * API without registered routes (Trap 38).
 */
export class LoadedApis {
  /** The routes of the APIs. */
  readonly table: ApiTable;
  readonly #apis: readonly LoadedApi[];
  readonly #managers: Set<string>;
  readonly #isWarm: boolean;
  readonly #hostname: string;

  /** Loads definitions, which replace `previous`. */
  constructor(
    definitions: readonly Api[],
    settings: GatewaySettings,
    traits: VersionTraits,
    previous?: LoadedApis,
  ) {
    const apis = loadApis(definitions, previous?.list() ?? [], traits);
    const hasManagerFromStart = (api: LoadedApi): boolean =>
      api.isKept ? previous?.hasManager(api) === true : api.isOAuth && api.routes !== "none";
    this.table = new ApiTable(apis, settings, traits);
    this.#apis = apis;
    this.#managers = new Set(apis.filter(hasManagerFromStart).map((api) => api.id));
    this.#isWarm = settings.warm && traits.createsManagerOnRead;
    this.#hostname = settings.hostname;
  }

  /** Returns every API, in the order of the definitions. */
  list(): readonly LoadedApi[] {
    return this.#apis;
  }

  find(id: string): LoadedApi | undefined {
    return this.#apis.find((api) => api.id === id);
  }

  /** Whether DNS would lead a host name to the gateway. Ignores the port and the case. */
  hasHost(hostname: string): boolean {
    return [this.#hostname, ...this.#apis.map((api) => api.domain)]
      .filter((host) => host !== "")
      .some((host) => createHostMatcher(host.replace(/:\d+$/, ""), "i")(hostname));
  }

  hasManager(api: Api): boolean {
    return this.#isWarm || this.#managers.has(api.id);
  }

  /** Gives the API an OAuth manager, unless it has one. */
  addManager(api: Api): void {
    this.#managers.add(api.id);
  }
}

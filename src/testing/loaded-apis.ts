import { ApiTable } from "./routing/api-table.ts";
import { loadApis, type LoadedApi } from "./routing/load-apis.ts";
import { hostMatcher } from "./routing/template.ts";
import type { Api, Settings } from "./settings.ts";
import type { VersionTraits } from "./versions.ts";

/**
 * The APIs that the gateway has loaded, and which of them have an OAuth manager: the object in the gateway's memory that
 * reads and writes the clients and tokens of one API. A handler that needs the manager of an API without one panics.
 */
export class LoadedApis {
  readonly #settings: Settings;
  readonly #apis: readonly LoadedApi[];
  readonly #table: ApiTable;
  readonly #managers: Set<string>;
  readonly #isWarm: boolean;

  constructor(settings: Settings, traits: VersionTraits) {
    this.#settings = settings;
    this.#isWarm = settings.warm && traits.keepsClientsOfAnyApi;
    this.#apis = loadApis(settings.apis, [], traits);
    this.#table = new ApiTable(this.#apis, settings, traits);
    this.#managers = new Set(this.#apis.filter((api) => api.usesOAuth).map((api) => api.id));
  }

  /** Every API, in the order of their definitions. */
  all(): readonly LoadedApi[] {
    return this.#apis;
  }

  byId(id: string): LoadedApi | undefined {
    return this.#apis.find((api) => api.id === id);
  }

  /** Whether a host name leads to the gateway as name servers see it: without a port, and in any letters. */
  hasHost(hostname: string): boolean {
    return [this.#settings.hostname, ...this.#apis.map((api) => api.domain)]
      .filter((host) => host !== "")
      .some((host) => hostMatcher(host.replace(/:\d+$/, ""), "i")(hostname));
  }

  /** The routes of the APIs. */
  get table(): ApiTable {
    return this.#table;
  }

  /** Whether the API has an OAuth manager. An API that is not OAuth has none in a process that has just started. */
  hasManager(api: Api): boolean {
    return this.#isWarm || this.#managers.has(api.id);
  }

  /** Gives the API an OAuth manager, unless it has one. */
  addManager(api: Api): void {
    this.#managers.add(api.id);
  }
}

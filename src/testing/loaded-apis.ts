import type { Api, Settings } from "./settings.ts";
import type { VersionTraits } from "./versions.ts";

/**
 * The APIs that the gateway has loaded, and which of them have an OAuth manager: the object in the gateway's memory that
 * reads and writes the clients and tokens of one API. A handler that needs the manager of an API without one panics.
 */
export class LoadedApis {
  readonly #apis: readonly Api[];
  readonly #managers: Set<string>;
  readonly #isWarm: boolean;

  constructor(settings: Settings, traits: VersionTraits) {
    this.#apis = settings.apis;
    this.#managers = new Set(settings.apis.filter((api) => api.usesOAuth).map((api) => api.id));
    this.#isWarm = settings.warm && traits.keepsClientsOfAnyApi;
  }

  /** Every API, in the order of their definitions. */
  all(): readonly Api[] {
    return this.#apis;
  }

  byId(id: string): Api | undefined {
    return this.#apis.find((api) => api.id === id);
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

import type { ApiDefinition } from "../../generated/index.ts";
import type { Runtime } from "./runtime.ts";

const lifetimeMs = 60_000;
/** Far more APIs than a gateway's client authorizes for in a minute; a bound all the same. */
const maxEntries = 1_000;

/** Keeps the definitions of APIs for a minute, so that a consent page does not read one for each user. */
export class ApiDefinitions {
  readonly #entries = new Map<string, { readonly api: ApiDefinition; readonly until: number }>();
  readonly #runtime: Runtime;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** The definition, if it was read less than a minute ago. */
  get(apiId: string): ApiDefinition | undefined {
    const entry = this.#entries.get(apiId);
    if (entry !== undefined && entry.until > this.#runtime.now()) return entry.api;
    this.#entries.delete(apiId);
    return undefined;
  }

  set(apiId: string, api: ApiDefinition): void {
    const [oldest] = this.#entries.keys();
    if (this.#entries.size >= maxEntries && oldest !== undefined) this.#entries.delete(oldest);
    this.#entries.set(apiId, { api, until: this.#runtime.now() + lifetimeMs });
  }

  /** Forgets a definition that turned out to be wrong. */
  delete(apiId: string): void {
    this.#entries.delete(apiId);
  }
}

import type { Runtime } from "./runtime.ts";

/** Caches values that rarely change. If the cache is full, it removes the oldest entry. */
export class TtlCache<Value> {
  readonly #entries = new Map<string, { readonly value: Value; readonly until: number }>();
  readonly #runtime: Runtime;
  readonly #lifetimeMs: number;
  readonly #maxEntries: number;

  constructor(runtime: Runtime, lifetimeMs = 60_000, maxEntries = 1_000) {
    this.#runtime = runtime;
    this.#lifetimeMs = lifetimeMs;
    this.#maxEntries = maxEntries;
  }

  /** Returns the value if it has not expired. */
  get(name: string): Value | undefined {
    const entry = this.#entries.get(name);
    if (entry !== undefined && entry.until > this.#runtime.now()) return entry.value;
    this.#entries.delete(name);
    return undefined;
  }

  set(name: string, value: Value): void {
    this.#entries.delete(name);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size >= this.#maxEntries && oldest !== undefined)
      this.#entries.delete(oldest);
    this.#entries.set(name, { value, until: this.#runtime.now() + this.#lifetimeMs });
  }

  /** Removes a value that turned out to be wrong. */
  delete(name: string): void {
    this.#entries.delete(name);
  }
}

import type { Clock } from "../clock.ts";

/** A value and its expiry, in milliseconds of the clock. */
export interface ExpiringEntry<V> {
  readonly value: V;
  readonly expiresAt: number;
}

/** A map whose entries expire. */
export class ExpiringMap<V> {
  readonly #clock: Clock;
  readonly #entries = new Map<string, ExpiringEntry<V>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Without a lifetime the value stays. */
  set(key: string, value: V, ttlSeconds?: number): void {
    const expiresAt =
      ttlSeconds === undefined ? Number.POSITIVE_INFINITY : this.#clock.now() + ttlSeconds * 1000;
    this.#entries.set(key, { value, expiresAt });
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (this.#clock.now() < entry.expiresAt) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  /** Returns whether there was a value. */
  delete(key: string): boolean {
    return this.removeEntry(key) !== undefined;
  }

  /** Deletes an entry and returns it. */
  removeEntry(key: string): ExpiringEntry<V> | undefined {
    const entry = this.get(key) === undefined ? undefined : this.#entries.get(key);
    this.#entries.delete(key);
    return entry;
  }

  /** Puts back an entry with its original expiry. */
  setEntry(key: string, entry: ExpiringEntry<V>): void {
    this.#entries.set(key, entry);
  }

  /** Returns an independent map with the same values. */
  copy(): ExpiringMap<V> {
    const copy = new ExpiringMap<V>(this.#clock);
    for (const [key, entry] of this.#entries) copy.#entries.set(key, entry);
    return copy;
  }

  keys(): string[] {
    return [...this.#entries.keys()].filter((key) => this.get(key) !== undefined);
  }
}

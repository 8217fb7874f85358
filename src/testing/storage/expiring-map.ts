import type { Clock } from "../clock.ts";

/** A value and when its time is over, in milliseconds of the clock. */
export interface Entry<V> {
  readonly value: V;
  readonly expiresAt: number;
}

/** Values by name, each gone when its time is over. */
export class ExpiringMap<V> {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry<V>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Without a time to live the value stays. */
  set(name: string, value: V, ttlSeconds?: number): void {
    const expiresAt =
      ttlSeconds === undefined ? Number.POSITIVE_INFINITY : this.#clock.now() + ttlSeconds * 1000;
    this.#entries.set(name, { value, expiresAt });
  }

  get(name: string): V | undefined {
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined;
    if (this.#clock.now() < entry.expiresAt) return entry.value;
    this.#entries.delete(name);
    return undefined;
  }

  /** Whether there was anything to delete. */
  delete(name: string): boolean {
    return this.take(name) !== undefined;
  }

  /** Deletes a value and gives it, with its time. */
  take(name: string): Entry<V> | undefined {
    const entry = this.get(name) === undefined ? undefined : this.#entries.get(name);
    this.#entries.delete(name);
    return entry;
  }

  /** Puts back what was taken. */
  restore(name: string, entry: Entry<V>): void {
    this.#entries.set(name, entry);
  }

  /** A map of its own with the same values. */
  copy(): ExpiringMap<V> {
    const copy = new ExpiringMap<V>(this.#clock);
    for (const [name, entry] of this.#entries) copy.#entries.set(name, entry);
    return copy;
  }

  names(): string[] {
    return [...this.#entries.keys()].filter((name) => this.get(name) !== undefined);
  }
}

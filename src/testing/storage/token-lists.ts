import { getUnixSeconds } from "../clock.ts";
import type { Clock } from "../clock.ts";

/** A token in its client's list. */
interface TokenListEntry {
  readonly code: string;
  /** Unix time in seconds. */
  readonly expires: number;
}

/** The tokens of each client of one API, with their expiry. */
export class TokenLists {
  readonly #lists = new Map<string, Map<string, number>>();
  readonly #clock: Clock;
  readonly #retainSeconds: number;

  constructor(clock: Clock, retainSeconds: number) {
    this.#clock = clock;
    this.#retainSeconds = retainSeconds;
  }

  add(clientId: string, code: string, expires: number): void {
    const list = this.#lists.get(clientId) ?? new Map<string, number>();
    this.#lists.set(clientId, list.set(code, expires));
  }

  /** Returns a client's tokens that have not expired, sorted by expiry and then by code. Also purges the client's list. */
  listUnexpired(clientId: string): TokenListEntry[] {
    this.purge([clientId]);
    const now = getUnixSeconds(this.#clock);
    return [...(this.#lists.get(clientId) ?? [])]
      .map(([code, expires]) => ({ code, expires }))
      .filter(({ expires }) => expires >= now)
      .sort((a, b) => a.expires - b.expires || (a.code < b.code ? -1 : 1));
  }

  /** Removes every token that expires in this second. */
  removeExpiringAt(clientId: string, expires: number): void {
    this.#removeWhere(clientId, (second) => second === expires);
  }

  /** Removes every token, of these clients or of all, that expired longer ago than the retention period, if there is one. */
  purge(clientIds: Iterable<string> = this.#lists.keys()): void {
    if (this.#retainSeconds === 0) return;
    const end = getUnixSeconds(this.#clock) - this.#retainSeconds;
    for (const clientId of clientIds) this.#removeWhere(clientId, (second) => second <= end);
  }

  #removeWhere(clientId: string, shouldRemove: (expires: number) => boolean): void {
    const list = this.#lists.get(clientId);
    if (list === undefined) return;
    for (const [code, expires] of list) if (shouldRemove(expires)) list.delete(code);
  }
}

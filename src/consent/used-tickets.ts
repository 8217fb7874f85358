import type { TicketStore } from "./types.ts";

/** Remembers used tickets in the memory of this process. All tickets live equally long, so those that were used first expire about first. */
export class MemoryTickets implements TicketStore {
  readonly #expiries = new Map<string, number>();

  use(id: string, expiresAt: number): boolean {
    const now = Date.now();
    for (const [oldest, expiry] of this.#expiries) {
      if (expiry > now) break;
      this.#expiries.delete(oldest);
    }
    if (this.#expiries.has(id)) return false;
    this.#expiries.set(id, expiresAt);
    return true;
  }
}

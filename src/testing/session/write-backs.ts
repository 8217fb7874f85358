import type { Clock } from "../clock.ts";
import { ExpiringMap } from "../storage/expiring-map.ts";
import type { Entry } from "../storage/expiring-map.ts";
import type { FoundSession, Session } from "./session.ts";

/** How often a session that is removed while it is in use is stored again. */
export interface WriteBackSettings {
  /** For each session. */
  readonly times: number;
  /** How many requests come after a removal before the session is stored again. */
  readonly afterRequests: number;
}

/** A session as an API used it. */
export interface SessionUse {
  readonly found: FoundSession;
  /** Its name in the session cache. */
  readonly cacheName: string;
}

/** A session that is stored again. */
export interface WriteBack {
  readonly name: string;
  readonly stored: Entry<Session>;
  readonly use: SessionUse;
}

interface Pending extends WriteBack {
  requestsLeft: number;
}

const inUseSeconds = 10;

/**
 * The race between a removal and the requests that use the session: one of those that are in flight writes the session back.
 * A session that was written back stays in use until `times` is used up, as one that somebody uses without pause does.
 */
export class WriteBacks {
  readonly #settings: WriteBackSettings;
  /** By the session's name in storage. */
  readonly #uses: ExpiringMap<SessionUse>;
  readonly #timesLeft = new Map<string, number>();
  #pending: Pending[] = [];

  constructor(settings: WriteBackSettings, clock: Clock) {
    this.#settings = settings;
    this.#uses = new ExpiringMap(clock);
  }

  markUsed(name: string, use: SessionUse): void {
    if (!this.#isRacing(name)) this.#uses.set(name, use, inUseSeconds);
  }

  /** Prepares the write-back of a session that was removed from storage. */
  schedule(name: string, stored: Entry<Session>): void {
    const use = this.#uses.get(name);
    const left = this.#timesLeft.get(name) ?? this.#settings.times;
    if (use === undefined || left === 0) return;
    this.#timesLeft.set(name, left - 1);
    this.#uses.set(name, use);
    this.#pending.push({ name, stored, use, requestsLeft: this.#settings.afterRequests });
  }

  /** Counts a request, and gives the sessions that are stored again before it. */
  countRequest(): readonly WriteBack[] {
    const due = this.#pending.filter(({ requestsLeft }) => requestsLeft === 0);
    this.#pending = this.#pending.filter(({ requestsLeft }) => requestsLeft > 0);
    for (const pending of this.#pending) pending.requestsLeft--;
    return due;
  }

  #isRacing(name: string): boolean {
    return this.#timesLeft.has(name);
  }
}

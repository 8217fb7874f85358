import type { Clock } from "../clock.ts";
import { ExpiringMap } from "../storage/expiring-map.ts";
import type { ExpiringEntry } from "../storage/expiring-map.ts";
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
  readonly cacheKey: string;
}

/** A session that is stored again. */
export interface WriteBack {
  readonly storageKey: string;
  readonly stored: ExpiringEntry<Session>;
  readonly use: SessionUse;
}

interface PendingWriteBack extends WriteBack {
  remainingRequests: number;
}

const inUseTtlSeconds = 10;

/**
 * The race between a removal and the requests that use the session: one of those that are in flight writes the session back.
 * A session that was written back stays in use until `times` is used up, as one that somebody uses without pause does.
 */
export class WriteBacks {
  readonly #settings: WriteBackSettings;
  /** By the session's name in storage. */
  readonly #uses: ExpiringMap<SessionUse>;
  readonly #remainingTimes = new Map<string, number>();
  #pending: PendingWriteBack[] = [];

  constructor(settings: WriteBackSettings, clock: Clock) {
    this.#settings = settings;
    this.#uses = new ExpiringMap(clock);
  }

  markUsed(storageKey: string, use: SessionUse): void {
    if (!this.#isRacing(storageKey)) this.#uses.set(storageKey, use, inUseTtlSeconds);
  }

  /** Prepares the write-back of a session that was removed from storage. */
  schedule(storageKey: string, stored: ExpiringEntry<Session>): void {
    const use = this.#uses.get(storageKey);
    const remaining = this.#remainingTimes.get(storageKey) ?? this.#settings.times;
    if (use === undefined || remaining === 0) return;
    this.#remainingTimes.set(storageKey, remaining - 1);
    this.#uses.set(storageKey, use);
    this.#pending.push({
      storageKey,
      stored,
      use,
      remainingRequests: this.#settings.afterRequests,
    });
  }

  /** Counts a request, and gives the sessions that are stored again before it. */
  takeDue(): readonly WriteBack[] {
    const due = this.#pending.filter(({ remainingRequests }) => remainingRequests === 0);
    this.#pending = this.#pending.filter(({ remainingRequests }) => remainingRequests > 0);
    for (const pending of this.#pending) pending.remainingRequests--;
    return due;
  }

  #isRacing(storageKey: string): boolean {
    return this.#remainingTimes.has(storageKey);
  }
}

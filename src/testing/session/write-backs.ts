import type { Clock } from "../clock.ts";
import { ExpiringMap } from "../storage/expiring-map.ts";
import type { ExpiringEntry } from "../storage/expiring-map.ts";
import type { FoundSession, Session } from "./session.ts";

/** How often a session that is removed while in use is stored again. */
export interface WriteBackSettings {
  /** For each session. */
  readonly times: number;
  /** How many requests follow a removal before the session is stored again. */
  readonly afterRequests: number;
}

/** A session that an API used. */
interface SessionUse {
  readonly found: FoundSession;
  /** Its key in the session cache. */
  readonly cacheKey: string;
}

/** A session to store again. */
interface WriteBack {
  readonly storageKey: string;
  readonly stored: ExpiringEntry<Session>;
  readonly use: SessionUse;
}

interface PendingWriteBack extends WriteBack {
  remainingRequests: number;
}

const inUseTtlSeconds = 10;

/**
 * The race between a removal and requests in flight, one of which writes the session back (Trap 24). After the first
 * write-back a session stays in use until `times` is used up, as if a client used it without pause.
 */
export class WriteBacks {
  readonly #settings: WriteBackSettings;
  /** By storage key. */
  readonly #uses: ExpiringMap<SessionUse>;
  readonly #remainingTimes = new Map<string, number>();
  #pending: PendingWriteBack[] = [];

  constructor(settings: WriteBackSettings, clock: Clock) {
    this.#settings = settings;
    this.#uses = new ExpiringMap(clock);
  }

  markUsed(storageKey: string, use: SessionUse): void {
    if (!this.#remainingTimes.has(storageKey)) this.#uses.set(storageKey, use, inUseTtlSeconds);
  }

  /** Schedules the write-back of a removed session. */
  schedule(storageKey: string, stored: ExpiringEntry<Session>): void {
    const use = this.#uses.get(storageKey);
    const remaining = this.#remainingTimes.get(storageKey) ?? this.#settings.times;
    if (use === undefined || remaining === 0) return;
    this.#remainingTimes.set(storageKey, remaining - 1);
    this.#uses.set(storageKey, use);
    const remainingRequests = this.#settings.afterRequests;
    this.#pending.push({ storageKey, stored, use, remainingRequests });
  }

  /** Counts a request, and returns the sessions to store again before it. */
  takeDue(): readonly WriteBack[] {
    const due = this.#pending.filter(({ remainingRequests }) => remainingRequests === 0);
    this.#pending = this.#pending.filter(({ remainingRequests }) => remainingRequests > 0);
    for (const pending of this.#pending) pending.remainingRequests--;
    return due;
  }
}

import type { Clock } from "../clock.ts";
import { hashToken, makeToken, tokenOrganisation } from "../hash/key-hash.ts";
import type { Settings } from "../settings.ts";
import { ExpiringMap } from "../storage/expiring-map.ts";
import type { VersionTraits } from "../versions.ts";
import type { Session } from "./session.ts";

/** A session and the key it was found by. */
export interface FoundSession {
  readonly session: Session;
  readonly key: string;
}

const CACHE_SECONDS = 10;

/**
 * The sessions of all tokens, by the token's name in storage (its hash, or itself), and the gateway's memory of those it
 * used lately. The memory has names of its own: a session that is removed under the one name may live on under the other.
 */
export class Sessions {
  readonly #settings: Settings;
  readonly #traits: VersionTraits;
  readonly #stored: ExpiringMap<Session>;
  readonly #clock: Clock;
  #cache: ExpiringMap<FoundSession>;

  constructor(settings: Settings, traits: VersionTraits, clock: Clock) {
    this.#settings = settings;
    this.#traits = traits;
    this.#clock = clock;
    this.#stored = new ExpiringMap(clock);
    this.#cache = new ExpiringMap(clock);
  }

  /** The same memory beside a storage that holds nothing. What happens to either is not seen here. */
  withoutStorage(): Sessions {
    const sessions = new Sessions(this.#settings, this.#traits, this.#clock);
    sessions.#cache = this.#cache.copy();
    return sessions;
  }

  /** What a token is called in storage and in lists. */
  nameOf(token: string): string {
    return this.#settings.hashKeys ? hashToken(token) : token;
  }

  /** The names of all sessions in storage. */
  names(): string[] {
    return this.#stored.names();
  }

  /** The session of that name in storage. */
  byName(name: string): Session | undefined {
    return this.#stored.get(name);
  }

  /** The session of a key: of the token, or of the part of a token that is its own, in that organisation. */
  byKey(orgId: string, key: string): FoundSession | undefined {
    const candidates =
      tokenOrganisation(key) === orgId ? [key] : [this.#completed(orgId, key), key];
    for (const candidate of candidates) {
      const session = this.#stored.get(this.nameOf(candidate));
      if (session !== undefined) return { session, key: candidate };
    }
    return undefined;
  }

  /** The session of a key as an API sees it: from memory for ten seconds, and only then from storage. */
  remembered(orgId: string, key: string): FoundSession | undefined {
    const memoryName = this.#memoryNameOf(key);
    const cached = this.#cache.get(memoryName);
    if (cached !== undefined) return cached;
    const found = this.byKey(orgId, key);
    if (found !== undefined) this.#cache.set(memoryName, found, CACHE_SECONDS);
    return found;
  }

  put(token: string, session: Session, ttlSeconds: number | undefined): void {
    const name = this.nameOf(token);
    this.#stored.set(name, session, ttlSeconds);
    this.#cache.delete(name);
  }

  /** Whether there was one to remove. */
  removeByKey(orgId: string, key: string): boolean {
    const removed = this.#stored.delete(this.nameOf(key));
    const removedCompleted = this.#stored.delete(this.nameOf(this.#completed(orgId, key)));
    this.#cache.delete(this.nameOf(key));
    return removed || removedCompleted;
  }

  /** Whether there was one to remove. */
  removeByName(name: string): boolean {
    this.#cache.delete(name);
    return this.#stored.delete(name);
  }

  #completed(orgId: string, key: string): string {
    const id = key.startsWith(orgId) ? key.slice(orgId.length) : key;
    return makeToken(orgId, id, this.#settings.hashKeyFunction);
  }

  #memoryNameOf(key: string): string {
    if (!this.#settings.hashKeys) return key;
    return this.#traits.cacheHashesByMurmur64 ? hashToken(key, "murmur64") : hashToken(key);
  }
}

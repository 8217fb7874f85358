import type { Clock } from "../clock.ts";
import { hashToken, makeToken, tokenOrganisation } from "../../util/hash/key-hash.ts";
import type { Settings } from "../settings.ts";
import { ExpiringMap } from "../storage/expiring-map.ts";
import type { VersionTraits } from "../versions.ts";
import type { FoundSession, Session } from "./session.ts";
import { WriteBacks } from "./write-backs.ts";

const cacheSeconds = 10;

/**
 * The sessions of all tokens, by the token's name in storage (its hash, or itself), and the gateway's memory of those it
 * used lately. The memory has names of its own: a session that is removed under the one name may live on under the other.
 */
export class Sessions {
  readonly #settings: Settings;
  readonly #traits: VersionTraits;
  readonly #stored: ExpiringMap<Session>;
  readonly #clock: Clock;
  /** `undefined` where the gateway writes back only what is still stored. */
  readonly #writeBacks: WriteBacks | undefined;
  #cache: ExpiringMap<FoundSession>;

  constructor(settings: Settings, traits: VersionTraits, clock: Clock) {
    this.#settings = settings;
    this.#traits = traits;
    this.#clock = clock;
    this.#stored = new ExpiringMap(clock);
    this.#cache = new ExpiringMap(clock);
    this.#writeBacks = traits.updatesOnlyStoredSessions
      ? undefined
      : new WriteBacks(settings.writeBacks, clock);
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
    if (found !== undefined) this.#cache.set(memoryName, found, cacheSeconds);
    return found;
  }

  /** Notes that an API has let a request in by a session. */
  markUsed(found: FoundSession, key: string): void {
    const cacheName = this.#memoryNameOf(key);
    this.#writeBacks?.markUsed(this.nameOf(found.key), { found, cacheName });
  }

  /** Counts a request: before it, a request in flight may store a removed session again. */
  countRequest(): void {
    for (const { name, stored, use } of this.#writeBacks?.countRequest() ?? []) {
      this.#stored.restore(name, { ...stored, value: counted(stored.value) });
      this.#cache.set(use.cacheName, use.found, cacheSeconds);
    }
  }

  put(token: string, session: Session, ttlSeconds: number | undefined): void {
    const name = this.nameOf(token);
    this.#stored.set(name, session, ttlSeconds);
    this.#cache.delete(name);
  }

  /** Whether there was one to remove. */
  removeByKey(orgId: string, key: string): boolean {
    const removed = this.#remove(this.nameOf(key));
    const removedCompleted = this.#remove(this.nameOf(this.#completed(orgId, key)));
    this.#cache.delete(this.nameOf(key));
    return removed || removedCompleted;
  }

  /** Whether there was one to remove. */
  removeByName(name: string): boolean {
    this.#cache.delete(name);
    return this.#remove(name);
  }

  #remove(name: string): boolean {
    const stored = this.#stored.take(name);
    if (stored === undefined) return false;
    this.#writeBacks?.schedule(name, stored);
    return true;
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

/** A session as a request stores it again: what it writes back is the quota that it counted. */
function counted(session: Session): Session {
  const { quota_remaining = 1_000 } = session.more;
  return { ...session, more: { ...session.more, quota_remaining: Number(quota_remaining) - 1 } };
}

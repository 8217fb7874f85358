import type { Clock } from "../clock.ts";
import { hashToken, makeToken, tokenOrganisation } from "../../util/hash/key-hash.ts";
import type { GatewaySettings } from "../settings/gateway-settings.ts";
import { ExpiringMap } from "../storage/expiring-map.ts";
import type { VersionTraits } from "../versions.ts";
import type { FoundSession, Session } from "./session.ts";
import { WriteBacks } from "./write-backs.ts";

const cacheTtlSeconds = 10;

/**
 * The sessions of all tokens, by the token's name in storage (its hash, or itself), and the gateway's memory of those it
 * used lately. The memory has names of its own: a session that is removed under the one name may live on under the other.
 */
export class SessionStore {
  readonly #settings: GatewaySettings;
  readonly #traits: VersionTraits;
  readonly #stored: ExpiringMap<Session>;
  readonly #clock: Clock;
  /** `undefined` where the gateway writes back only what is still stored. */
  readonly #writeBacks: WriteBacks | undefined;
  #cache: ExpiringMap<FoundSession>;

  constructor(settings: GatewaySettings, traits: VersionTraits, clock: Clock) {
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
  withoutStorage(): SessionStore {
    const sessions = new SessionStore(this.#settings, this.#traits, this.#clock);
    sessions.#cache = this.#cache.copy();
    return sessions;
  }

  /** What a token is called in storage and in lists. */
  getStorageKey(token: string): string {
    return this.#settings.hashKeys ? hashToken(token) : token;
  }

  /** The names of all sessions in storage. */
  listStorageKeys(): string[] {
    return this.#stored.keys();
  }

  /** The session of that name in storage. */
  findByStorageKey(storageKey: string): Session | undefined {
    return this.#stored.get(storageKey);
  }

  /** The session of a key: of the token, or of the part of a token that is its own, in that organisation. */
  findByKey(orgId: string, key: string): FoundSession | undefined {
    const candidates = tokenOrganisation(key) === orgId ? [key] : [this.#toToken(orgId, key), key];
    for (const candidate of candidates) {
      const session = this.#stored.get(this.getStorageKey(candidate));
      if (session !== undefined) return { session, key: candidate };
    }
    return undefined;
  }

  /** The session of a key as an API sees it: from memory for ten seconds, and only then from storage. */
  findCached(orgId: string, key: string): FoundSession | undefined {
    const cacheKey = this.#getCacheKey(key);
    const cached = this.#cache.get(cacheKey);
    if (cached !== undefined) return cached;
    const found = this.findByKey(orgId, key);
    if (found !== undefined) this.#cache.set(cacheKey, found, cacheTtlSeconds);
    return found;
  }

  /** Notes that an API has let a request in by a session. */
  markUsed(found: FoundSession, key: string): void {
    const cacheKey = this.#getCacheKey(key);
    this.#writeBacks?.markUsed(this.getStorageKey(found.key), { found, cacheKey });
  }

  /** Counts a request: before it, a request in flight may store a removed session again. */
  applyWriteBacks(): void {
    for (const { storageKey, stored, use } of this.#writeBacks?.takeDue() ?? []) {
      this.#stored.setEntry(storageKey, { ...stored, value: countQuotaUse(stored.value) });
      this.#cache.set(use.cacheKey, use.found, cacheTtlSeconds);
    }
  }

  store(token: string, session: Session, ttlSeconds: number | undefined): void {
    const storageKey = this.getStorageKey(token);
    this.#stored.set(storageKey, session, ttlSeconds);
    this.#cache.delete(storageKey);
  }

  /** Whether there was one to remove. */
  removeByKey(orgId: string, key: string): boolean {
    const isRemoved = this.#remove(this.getStorageKey(key));
    const isTokenRemoved = this.#remove(this.getStorageKey(this.#toToken(orgId, key)));
    this.#cache.delete(this.getStorageKey(key));
    return isRemoved || isTokenRemoved;
  }

  /** Whether there was one to remove. */
  removeByStorageKey(storageKey: string): boolean {
    this.#cache.delete(storageKey);
    return this.#remove(storageKey);
  }

  #remove(storageKey: string): boolean {
    const stored = this.#stored.removeEntry(storageKey);
    if (stored === undefined) return false;
    this.#writeBacks?.schedule(storageKey, stored);
    return true;
  }

  #toToken(orgId: string, key: string): string {
    const id = key.startsWith(orgId) ? key.slice(orgId.length) : key;
    return makeToken(orgId, id, this.#settings.hashKeyFunction);
  }

  #getCacheKey(key: string): string {
    if (!this.#settings.hashKeys) return key;
    return this.#traits.cacheHashesByMurmur64 ? hashToken(key, "murmur64") : hashToken(key);
  }
}

/** A session as a request stores it again: what it writes back is the quota that it counted. */
function countQuotaUse(session: Session): Session {
  const { quota_remaining = 1_000 } = session.otherFields;
  return {
    ...session,
    otherFields: { ...session.otherFields, quota_remaining: Number(quota_remaining) - 1 },
  };
}

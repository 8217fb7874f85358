import type { Clock } from "../clock.ts";
import { hashToken, makeToken, tokenOrganisation } from "../../util/hash/key-hash.ts";
import type { GatewaySettings } from "../settings/gateway-settings.ts";
import { ExpiringMap } from "../storage/expiring-map.ts";
import type { VersionTraits } from "../versions.ts";
import type { FoundSession, Session } from "./session.ts";
import { WriteBacks } from "./write-backs.ts";

const cacheTtlSeconds = 10;

/**
 * The sessions of all keys by storage key (the token or its hash), and the gateway's session cache. The cache has keys of
 * its own: a session can be removed from storage and stay in the cache (Trap 16).
 */
export class SessionStore {
  readonly #settings: GatewaySettings;
  readonly #traits: VersionTraits;
  readonly #stored: ExpiringMap<Session>;
  readonly #clock: Clock;
  /** `undefined` if the version writes back only sessions that are still stored. */
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

  /** Returns a copy of the cache with empty storage. Later changes to either do not affect the other. */
  withoutStorage(): SessionStore {
    const sessions = new SessionStore(this.#settings, this.#traits, this.#clock);
    sessions.#cache = this.#cache.copy();
    return sessions;
  }

  /** Returns the key of a token in storage and in lists: its hash, or the token itself. */
  getStorageKey(token: string): string {
    return this.#settings.hashKeys ? hashToken(token) : token;
  }

  /** Returns the token of an organisation with this id. The id can begin with the organisation, as a token does. */
  toToken(orgId: string, key: string): string {
    const id = key.startsWith(orgId) ? key.slice(orgId.length) : key;
    return makeToken(orgId, id, this.#settings.hashKeyFunction);
  }

  /** Lists the storage keys of all sessions. */
  listStorageKeys(): string[] {
    return this.#stored.keys();
  }

  /** Finds a session by its storage key. */
  findByStorageKey(storageKey: string): Session | undefined {
    return this.#stored.get(storageKey);
  }

  /** Finds the session of a key in an organisation. The key is a token, or the id within a token. */
  findByKey(orgId: string, key: string): FoundSession | undefined {
    const candidates = tokenOrganisation(key) === orgId ? [key] : [this.toToken(orgId, key), key];
    for (const candidate of candidates) {
      const session = this.#stored.get(this.getStorageKey(candidate));
      if (session !== undefined) return { session, key: candidate };
    }
    return undefined;
  }

  /** Finds a session as an API does: in the cache for ten seconds, and only then in storage. */
  findCached(orgId: string, key: string): FoundSession | undefined {
    const cacheKey = this.#getCacheKey(key);
    const cached = this.#cache.get(cacheKey);
    if (cached !== undefined) return cached;
    const found = this.findByKey(orgId, key);
    if (found !== undefined) this.#cache.set(cacheKey, found, cacheTtlSeconds);
    return found;
  }

  /** Records that an API accepted a request with this session. */
  markUsed(found: FoundSession, key: string): void {
    const cacheKey = this.#getCacheKey(key);
    this.#writeBacks?.markUsed(this.getStorageKey(found.key), { found, cacheKey });
  }

  /** Called before each request. Stores removed sessions again that a request in flight writes back (Trap 24). */
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

  /** Removes the session of a key. Returns whether there was one. */
  removeByKey(orgId: string, key: string): boolean {
    const isKeyRemoved = this.removeByStorageKey(this.getStorageKey(key));
    const isTokenRemoved = this.#remove(this.getStorageKey(this.toToken(orgId, key)));
    return isKeyRemoved || isTokenRemoved;
  }

  /** Removes a session by its storage key. Returns whether there was one. */
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

  #getCacheKey(key: string): string {
    if (!this.#settings.hashKeys) return key;
    return this.#traits.cacheHashesByMurmur64 ? hashToken(key, "murmur64") : hashToken(key);
  }
}

/** Counts one use of the quota, which is the change that a write-back stores. */
function countQuotaUse(session: Session): Session {
  const { quota_remaining = 1_000, ...other } = session.otherFields;
  const otherFields = { ...other, quota_remaining: Number(quota_remaining) - 1 };
  return { ...session, otherFields };
}

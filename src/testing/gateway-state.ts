import { createClock } from "./clock.ts";
import type { Clock } from "./clock.ts";
import { ConnectionDroppedError } from "./errors.ts";
import { LoadedApis } from "./loaded-apis.ts";
import { createRandom } from "./random.ts";
import type { Random } from "./random.ts";
import type { GatewayNotification } from "./records.ts";
import { PolicyStore } from "./session/policy-store.ts";
import { SessionStore } from "./session/session-store.ts";
import type { Api } from "./settings/apis.ts";
import type { GatewaySettings } from "./settings/gateway-settings.ts";
import type { Policy } from "./settings/policies.ts";
import { createApiStorage } from "./storage/api-storage.ts";
import type { ApiStorage } from "./storage/api-storage.ts";
import { ExpiringMap } from "./storage/expiring-map.ts";
import { PurgeLock } from "./storage/purge-lock.ts";
import { getVersionTraits } from "./versions.ts";
import type { VersionTraits } from "./versions.ts";

/** The state of the gateway: storage, caches and what is loaded. */
export interface GatewayState {
  readonly settings: GatewaySettings;
  readonly traits: VersionTraits;
  readonly clock: Clock;
  readonly random: Random;
  /** Replaced by {@link reloadState}. */
  apis: LoadedApis;
  readonly policies: PolicyStore;
  readonly sessions: SessionStore;
  /** Whether an API has a client, by API and client. The gateway caches this for one second. */
  readonly clientCache: ExpiringMap<boolean>;
  /** By API id. The storage of an API stays when the API is removed (Trap 40). */
  readonly storages: Map<string, ApiStorage>;
  readonly notifications: GatewayNotification[];
  readonly purgeLock: PurgeLock;
}

/** The OAuth manager of an API, which reads and writes the API's clients and tokens. */
export interface OAuthManager {
  readonly state: GatewayState;
  readonly api: Api;
  readonly storage: ApiStorage;
}

export function createGatewayState(settings: GatewaySettings): GatewayState {
  const clock = createClock(settings.now);
  const traits = getVersionTraits(settings.version);
  const sessions = new SessionStore(settings, traits, clock);
  // Ordinary keys are stored without expiry on every version; only tokens of OAuth clients can have one.
  for (const { key, session } of settings.keys) sessions.store(key, session, undefined);
  const state: GatewayState = {
    settings,
    traits,
    clock,
    random: createRandom(settings.seed),
    apis: new LoadedApis(settings.apis, settings, traits),
    policies: new PolicyStore(settings.policies, traits),
    sessions,
    clientCache: new ExpiringMap(clock),
    storages: new Map(),
    notifications: [],
    purgeLock: new PurgeLock(clock),
  };
  addMissingStorages(state);
  return state;
}

/** Replaces the loaded APIs, the policies or both. All storage stays. */
export function reloadState(
  state: GatewayState,
  apis: readonly Api[] = state.apis.list().map((api) => api.definition),
  policies: readonly Policy[] = state.policies.list(),
): void {
  state.apis = new LoadedApis(apis, state.settings, state.traits, state.apis);
  state.policies.load(policies);
  addMissingStorages(state);
}

function addMissingStorages({ apis, storages, clock, settings }: GatewayState): void {
  for (const { id } of apis.list())
    if (!storages.has(id)) storages.set(id, createApiStorage(clock, settings.retainSeconds));
}

/** Returns the OAuth manager of an API, or `undefined` if the API has none (Trap 32). */
export function findManager(state: GatewayState, api: Api): OAuthManager | undefined {
  const storage = state.apis.hasManager(api) ? state.storages.get(api.id) : undefined;
  return storage === undefined ? undefined : { state, api, storage };
}

/** Returns the OAuth manager of an API. Drops the connection if there is none, like a handler that panics. */
export function requireManager(state: GatewayState, api: Api): OAuthManager {
  const manager = findManager(state, api);
  if (manager === undefined)
    throw new ConnectionDroppedError("the handler panicked: the API has no OAuth manager");
  return manager;
}

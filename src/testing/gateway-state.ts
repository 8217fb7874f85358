import type { Clock } from "./clock.ts";
import { ConnectionDroppedError } from "./errors.ts";
import { LoadedApis } from "./loaded-apis.ts";
import type { GatewayNotification } from "./gateway-notification.ts";
import type { Random } from "./random.ts";
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

export function createGatewayState(
  settings: GatewaySettings,
  clock: Clock,
  random: Random,
): GatewayState {
  const traits = getVersionTraits(settings.version);
  const sessions = new SessionStore(settings, traits, clock);
  // Ordinary keys are stored without expiry on every version; only tokens of OAuth clients can have one.
  for (const { key, session } of settings.keys) sessions.store(key, session, undefined);
  const state: GatewayState = {
    settings,
    traits,
    clock,
    random,
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

/** Replaces the loaded APIs and policies. All storage stays. */
export function reloadState(
  state: GatewayState,
  apis: readonly Api[],
  policies: readonly Policy[],
): void {
  state.apis = new LoadedApis(apis, state.settings, state.traits, state.apis);
  state.policies.load(policies);
  addMissingStorages(state);
}

function addMissingStorages(state: GatewayState): void {
  for (const { id } of state.apis.list())
    if (!state.storages.has(id)) state.storages.set(id, createApiStorage(state.clock));
}

/** Returns the OAuth storage of an API, or `undefined` if the API has no OAuth manager (Trap 32). */
export function findStorage(state: GatewayState, api: Api): ApiStorage | undefined {
  return state.apis.hasManager(api) ? state.storages.get(api.id) : undefined;
}

/**
 * Returns the OAuth storage of an API. Drops the connection if there is no manager, like a handler that
 * panics.
 */
export function requireStorage(state: GatewayState, api: Api): ApiStorage {
  const storage = findStorage(state, api);
  if (storage === undefined)
    throw new ConnectionDroppedError("the handler panicked: the API has no OAuth manager");
  return storage;
}

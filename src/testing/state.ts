import type { Clock } from "./clock.ts";
import { ConnectionDropped } from "./errors.ts";
import { LoadedApis } from "./loaded-apis.ts";
import type { Random } from "./random.ts";
import { Policies } from "./session/policies.ts";
import { Sessions } from "./session/sessions.ts";
import type { Api, Policy, Settings } from "./settings.ts";
import { createApiStorage } from "./storage/api-storage.ts";
import type { ApiStorage } from "./storage/api-storage.ts";
import { ExpiringMap } from "./storage/expiring-map.ts";
import { PurgeLock } from "./storage/purge-lock.ts";
import { traitsOf } from "./versions.ts";
import type { VersionTraits } from "./versions.ts";

/** A notification that a gateway would have sent of a new token. */
export interface GatewayNotification {
  readonly method: "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly auth_code: string;
    readonly new_oauth_token: string;
    readonly refresh_token: string;
    readonly old_refresh_token: string;
    readonly notification_type: "new" | "refresh";
  };
}

/** All that the gateway knows. */
export interface GatewayState {
  readonly settings: Settings;
  readonly traits: VersionTraits;
  readonly clock: Clock;
  readonly random: Random;
  /** Replaced by a {@link reload}. */
  apis: LoadedApis;
  readonly policies: Policies;
  readonly sessions: Sessions;
  /** Whether a client was there, by API and client, as the gateway remembers it for a second. */
  readonly clientMemory: ExpiringMap<boolean>;
  /** By the API's id. What is stored for an API stays when the API goes. */
  readonly storages: Map<string, ApiStorage>;
  readonly notifications: GatewayNotification[];
  readonly purgeLock: PurgeLock;
}

export function createState(settings: Settings, clock: Clock, random: Random): GatewayState {
  const traits = traitsOf(settings.version);
  const sessions = new Sessions(settings, traits, clock);
  // Expired keys stay in storage on every version: only tokens of OAuth clients are stored with a time to live.
  for (const { key, session } of settings.keys) sessions.put(key, session, undefined);
  const state: GatewayState = {
    settings,
    traits,
    clock,
    random,
    apis: new LoadedApis(settings.apis, settings, traits),
    policies: new Policies(settings.policies, traits),
    sessions,
    clientMemory: new ExpiringMap(clock),
    storages: new Map(),
    notifications: [],
    purgeLock: new PurgeLock(clock),
  };
  addStorages(state);
  return state;
}

/** Loads other APIs, other policies, or both, in the place of those that are loaded. All that is stored stays. */
export function reload(
  state: GatewayState,
  apis: readonly Api[],
  policies: readonly Policy[],
): void {
  state.apis = new LoadedApis(apis, state.settings, state.traits, state.apis);
  state.policies.load(policies);
  addStorages(state);
}

function addStorages(state: GatewayState): void {
  for (const { id } of state.apis.all())
    if (!state.storages.has(id)) state.storages.set(id, createApiStorage(state.clock));
}

export function findApi(state: GatewayState, apiId: string): Api | undefined {
  return state.apis.byId(apiId);
}

/** What is stored for an API's OAuth, or `undefined` if the API has no OAuth manager to reach it by. */
export function storageIfAny(state: GatewayState, api: Api): ApiStorage | undefined {
  return state.apis.hasManager(api) ? state.storages.get(api.id) : undefined;
}

/** The same, for handlers that do not check for the manager and panic if there is none. */
export function storageOrPanic(state: GatewayState, api: Api): ApiStorage {
  const storage = storageIfAny(state, api);
  if (storage === undefined)
    throw new ConnectionDropped("the handler panicked: the API has no OAuth manager");
  return storage;
}

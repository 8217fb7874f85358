import type { Clock } from "./clock.ts";
import { ConnectionDropped } from "./errors.ts";
import type { Random } from "./random.ts";
import { Policies } from "./session/policies.ts";
import { Sessions } from "./session/sessions.ts";
import type { Api, Settings } from "./settings.ts";
import { createApiStorage, type ApiStorage } from "./storage/api-storage.ts";
import { ExpiringMap } from "./storage/expiring-map.ts";
import { PurgeLock } from "./storage/purge-lock.ts";
import { traitsOf, type VersionTraits } from "./versions.ts";

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
  readonly policies: Policies;
  readonly sessions: Sessions;
  /** Whether a client was there, by API and client, as the gateway remembers it for a second. */
  readonly clientMemory: ExpiringMap<boolean>;
  readonly storages: ReadonlyMap<string, ApiStorage>;
  readonly notifications: GatewayNotification[];
  readonly purgeLock: PurgeLock;
}

export function createState(settings: Settings, clock: Clock, random: Random): GatewayState {
  const traits = traitsOf(settings.version);
  const sessions = new Sessions(settings, traits, clock);
  // Expired keys stay in storage on every version: only tokens of OAuth clients are stored with a time to live.
  for (const { key, session } of settings.keys) sessions.put(key, session, undefined);
  return {
    settings,
    traits,
    clock,
    random,
    policies: new Policies(settings, traits),
    sessions,
    clientMemory: new ExpiringMap(clock),
    storages: new Map(settings.apis.map((api) => [api.id, createApiStorage(clock)])),
    notifications: [],
    purgeLock: new PurgeLock(clock),
  };
}

export function findApi(state: GatewayState, apiId: string): Api | undefined {
  return state.settings.apis.find((api) => api.id === apiId);
}

/**
 * What is stored for an API's OAuth, or `undefined` where the gateway has no place for it. On newer gateways that place is
 * made, also for an API that is not OAuth, by the first read of a client there, and stays as long as the process: the
 * embedded gateway is one that has lived a while, and always has it.
 */
export function storageIfAny(state: GatewayState, api: Api): ApiStorage | undefined {
  return api.usesOAuth || state.traits.keepsClientsOfAnyApi
    ? state.storages.get(api.id)
    : undefined;
}

/** The same, for handlers that do not look whether there is one and panic where there is none. */
export function storageOrPanic(state: GatewayState, api: Api): ApiStorage {
  const storage = storageIfAny(state, api);
  if (storage === undefined)
    throw new ConnectionDropped("the handler panicked: the API has no OAuth manager");
  return storage;
}

import type { Api } from "../settings.ts";
import { findApi, storageOrPanic } from "../state.ts";
import type { GatewayState } from "../state.ts";
import { listTokens } from "../storage/api-storage.ts";
import type { ApiStorage, GrantedAccess } from "../storage/api-storage.ts";

/**
 * Removes an access token. It takes every token of its client that expires in the same second out of the list. Given the
 * token's hash, it finds the access, cleans the list, and removes nothing else.
 */
export function removeAccess(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  token: string,
): void {
  const access = loadAccess(state, storage, token);
  if (access !== undefined) storage.tokenLists.removeSecond(access.clientId, access.listedUntil);
  storage.access.delete(state.sessions.nameOf(token));
  state.sessions.removeByKey(api.orgId, token);
}

/** Revokes one token of an API; an unknown hint means both kinds. */
export function revokeToken(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  token: string,
  hint: string,
): void {
  if (hint !== "refresh_token") removeAccess(state, api, storage, token);
  if (hint !== "access_token") storage.refresh.delete(token);
}

/** Revokes every listed token of a client of one API, with its refresh token; `wrong-secret` and `unknown` revoke none. */
export function revokeAllTokens(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  clientId: string,
  secret: string,
): "revoked" | "unknown" | "wrong-secret" {
  const client = storage.clients.get(clientId);
  if (client === undefined) return "unknown";
  if (client.secret !== secret) return "wrong-secret";
  for (const { code } of listTokens(storage, clientId, state.clock, state.settings.retainSeconds)) {
    const access = loadAccess(state, storage, code);
    if (access === undefined) continue;
    removeAccess(state, api, storage, access.accessToken);
    storage.refresh.delete(access.refreshToken);
  }
  return "revoked";
}

/** After a change of policy the gateway removes the client's tokens by their listed codes, which it can where they are not hashed. */
export function removeListedTokens(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  clientId: string,
): void {
  for (const { code } of listTokens(storage, clientId, state.clock, state.settings.retainSeconds)) {
    removeAccess(state, api, storage, code);
  }
}

/**
 * The APIs of an organisation (or of all, with "") whose list names the client. An API whose list is broken names none. One
 * OAuth API among them that is cold makes the gateway drop the connection.
 */
export function apisOfClient(state: GatewayState, clientId: string, orgId: string): Api[] {
  return state.apis
    .all()
    .filter((api) => orgId === "" || api.orgId === orgId)
    .filter((api) => clientsOf(state, api)?.some((client) => client.id === clientId) === true);
}

/** The clients of an API; none where it is not OAuth; `undefined` where there is no such API, or its list is broken. */
export function clientsOf(
  state: GatewayState,
  api: Api | undefined,
): ReturnType<ApiStorage["clients"]["list"]> {
  if (api === undefined || findApi(state, api.id) === undefined) return undefined;
  return api.usesOAuth ? storageOrPanic(state, api).clients.list() : [];
}

function loadAccess(
  state: GatewayState,
  storage: ApiStorage,
  token: string,
): GrantedAccess | undefined {
  return storage.access.get(state.sessions.nameOf(token)) ?? storage.access.get(token);
}

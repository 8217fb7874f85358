import type { Api } from "../settings/apis.ts";
import type { GatewayState } from "../gateway-state.ts";
import { listUnexpiredTokens } from "../storage/api-storage.ts";
import type { ApiStorage, TokenRecord } from "../storage/api-storage.ts";

/**
 * Removes an access token, and every list entry of its client that expires in the same second (Trap 12).
 * Given a hash, it finds the record and removes the list entries alone (Trap 11).
 */
export function removeAccessToken(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  token: string,
): void {
  const accessTokens = findTokenRecord(state, storage, token);
  if (accessTokens !== undefined)
    storage.tokenLists.removeExpiringAt(accessTokens.clientId, accessTokens.assumedExpiry);
  storage.accessTokens.delete(state.sessions.getStorageKey(token));
  state.sessions.removeByKey(api.orgId, token);
}

/** Revokes a token of one API. An unknown hint means both kinds. */
export function revokeTokenOnApi(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  token: string,
  hint: string,
): void {
  if (hint !== "refresh_token") removeAccessToken(state, api, storage, token);
  if (hint !== "access_token") storage.refreshTokens.delete(token);
}

/**
 * Revokes every listed token of a client on one API, with its refresh token. Revokes nothing if the client is
 * unknown or the secret is wrong.
 */
export function revokeAllTokensOnApi(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  clientId: string,
  secret: string,
): "revoked" | "unknown" | "wrong-secret" {
  const client = storage.clients.get(clientId);
  if (client === undefined) return "unknown";
  if (client.secret !== secret) return "wrong-secret";
  for (const { code } of listUnexpiredTokens(
    storage,
    clientId,
    state.clock,
    state.settings.retainSeconds,
  )) {
    const accessTokens = findTokenRecord(state, storage, code);
    if (accessTokens === undefined) continue;
    removeAccessToken(state, api, storage, accessTokens.accessToken);
    storage.refreshTokens.delete(accessTokens.refreshToken);
  }
  return "revoked";
}

/**
 * Removes the client's tokens by their codes in the list, as the gateway does after a change of policy.
 * Hashed tokens stay (Trap 14).
 */
export function removeListedTokens(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  clientId: string,
): void {
  for (const { code } of listUnexpiredTokens(
    storage,
    clientId,
    state.clock,
    state.settings.retainSeconds,
  )) {
    removeAccessToken(state, api, storage, code);
  }
}

function findTokenRecord(
  state: GatewayState,
  storage: ApiStorage,
  token: string,
): TokenRecord | undefined {
  return (
    storage.accessTokens.get(state.sessions.getStorageKey(token)) ?? storage.accessTokens.get(token)
  );
}

import type { GatewayState, OAuthManager } from "../gateway-state.ts";
import type { ApiStorage, TokenRecord } from "../storage/api-storage.ts";

/**
 * Removes an access token, and every list entry of its client that expires in the same second (Trap 12). Given a hash, it
 * finds the record and removes the list entries alone (Trap 11).
 */
export function removeAccessToken({ state, api, storage }: OAuthManager, token: string): void {
  const record = findTokenRecord(state, storage, token);
  if (record !== undefined)
    storage.tokenLists.removeExpiringAt(record.clientId, record.assumedExpiry);
  storage.accessTokens.delete(state.sessions.getStorageKey(token));
  state.sessions.removeByKey(api.orgId, token);
}

/** Revokes a token of one API. An unknown hint means both kinds. */
export function revokeToken(manager: OAuthManager, token: string, hint: string): void {
  if (hint !== "refresh_token") removeAccessToken(manager, token);
  if (hint !== "access_token") manager.storage.refreshTokens.delete(token);
}

/**
 * Revokes every listed token of a client on one API, with its refresh token. Revokes nothing if the client is unknown or the
 * secret is wrong.
 */
export function revokeAllTokens(
  manager: OAuthManager,
  clientId: string,
  secret: string,
): "revoked" | "unknown" | "wrong-secret" {
  const { state, storage } = manager;
  const client = storage.clients.get(clientId);
  if (client === undefined) return "unknown";
  if (client.secret !== secret) return "wrong-secret";
  for (const { code } of storage.tokenLists.listUnexpired(clientId)) {
    const record = findTokenRecord(state, storage, code);
    if (record === undefined) continue;
    removeAccessToken(manager, record.accessToken);
    storage.refreshTokens.delete(record.refreshToken);
  }
  return "revoked";
}

/**
 * Removes the client's tokens by their codes in the list, as the gateway does after a change of policy. Hashed tokens stay
 * (Trap 14).
 */
export function removeListedTokens(manager: OAuthManager, clientId: string): void {
  for (const { code } of manager.storage.tokenLists.listUnexpired(clientId))
    removeAccessToken(manager, code);
}

function findTokenRecord(
  { sessions }: GatewayState,
  { accessTokens }: ApiStorage,
  token: string,
): TokenRecord | undefined {
  return accessTokens.get(sessions.getStorageKey(token)) ?? accessTokens.get(token);
}

import { getUnixSeconds } from "../clock.ts";
import { ConnectionDroppedError } from "../errors.ts";
import { makeToken } from "../../util/hash/key-hash.ts";
import { InvalidJsonError } from "../go/go-json.ts";
import { generateId, generateSecret } from "../random.ts";
import { parseKeyRules } from "../session/key-rules.ts";
import type { Session } from "../session/session.ts";
import type { Api } from "../settings/apis.ts";
import type { GatewayState } from "../gateway-state.ts";
import type { ApiStorage, TokenRecord } from "../storage/api-storage.ts";
import type { StoredClient } from "../storage/client-store.ts";
import { OAuthError } from "./oauth-error.ts";
import { removeAccessToken } from "./revoke.ts";

/** What a token is issued for. */
export interface TokenGrant {
  readonly client: StoredClient;
  readonly redirectUri: string;
  readonly scope: string;
  /** The `key_rules` of the consent page; `undefined` if there was no consent page. */
  readonly keyRules: string | undefined;
  readonly hasRefreshToken: boolean;
  /** The authorization code that is exchanged. */
  readonly code?: string;
  /** The token that is replaced. */
  readonly previous?: TokenRecord;
}

/** The fields of a token response (RFC 6749, section 5.1). */
export interface TokenResponse extends Record<string, string | number> {
  readonly access_token: string;
  readonly expires_in: number;
  readonly token_type: "bearer";
}

/** The lifetime of a token in the gateway's OAuth library, in seconds. */
const libraryTokenTtlSeconds = 3600;

/**
 * Issues a token in the gateway's order of steps: what was stored before a panic stays.
 *
 * @throws OAuthError if neither the rules nor the client's policy define a session.
 */
export function issueToken(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  request: TokenGrant,
): TokenResponse {
  const { client } = request;
  const { tokenTtlSeconds, refreshTokenTtlSeconds, hashKeyFunction } = state.settings;
  const session = createGrantSession(state, request);
  const token = makeToken(session.org_id, generateId(state.random), hashKeyFunction);
  const created = getUnixSeconds(state.clock);
  const accessTokens: TokenRecord = {
    clientId: client.id,
    clientRedirectUri: client.redirectUri,
    accessToken: token,
    refreshToken: request.hasRefreshToken ? generateSecret(state.random) : "",
    redirectUri: request.redirectUri,
    scope: request.scope,
    keyRules: request.keyRules,
    // The gateway stores this record before it replaces the library's lifetime, and the list entry after it.
    assumedExpiry: created + libraryTokenTtlSeconds,
  };
  const code = state.sessions.getStorageKey(token);
  storage.accessTokens.set(code, accessTokens, tokenTtlSeconds);
  storage.tokenLists.add(client.id, code, created + tokenTtlSeconds);

  const clientSession = {
    ...session,
    oauth_client_id: client.id,
    expires: created + tokenTtlSeconds,
    meta_data: { ...getMetaData(client), ...session.meta_data },
  };
  state.sessions.store(
    token,
    clientSession,
    state.traits.keepsExpiredSessions ? undefined : tokenTtlSeconds,
  );
  if (accessTokens.refreshToken !== "")
    storage.refreshTokens.set(accessTokens.refreshToken, accessTokens, refreshTokenTtlSeconds);

  if (request.code !== undefined) storage.authorizationCodes.delete(request.code);
  if (request.previous !== undefined) {
    storage.refreshTokens.delete(request.previous.refreshToken);
    removeAccessToken(state, api, storage, request.previous.accessToken);
  }
  return {
    access_token: token,
    expires_in: tokenTtlSeconds,
    ...(accessTokens.refreshToken === "" ? {} : { refresh_token: accessTokens.refreshToken }),
    ...(request.scope === "" ? {} : { scope: request.scope }),
    token_type: "bearer",
  };
}

/** Valid `key_rules` replace the client's policy (Trap 19). Otherwise the policy defines the session. */
function createGrantSession(state: GatewayState, request: TokenGrant): Session {
  if (request.keyRules !== undefined) {
    try {
      return parseKeyRules(request.keyRules);
    } catch (error) {
      if (!(error instanceof InvalidJsonError)) throw error;
    }
  }
  const policy = state.policies.find(request.client.policyId);
  if (policy === undefined) throw new OAuthError("server_error");
  return state.policies.createSession(policy);
}

/** The gateway panics if the metadata is not an object. */
function getMetaData(client: StoredClient): Record<string, unknown> {
  const { metaData } = client;
  if (metaData === null) return {};
  if (typeof metaData !== "object" || Array.isArray(metaData)) {
    throw new ConnectionDroppedError(
      "the handler panicked: the client's meta_data is not an object",
    );
  }
  return metaData as Record<string, unknown>;
}

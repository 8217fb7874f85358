import { getUnixSeconds } from "../clock.ts";
import { ConnectionDroppedError } from "../errors.ts";
import { makeToken } from "../../util/hash/key-hash.ts";
import { isRecord } from "../../util/json.ts";
import type { UnknownRecord } from "../../util/json.ts";
import { InvalidJsonError } from "../go/go-json.ts";
import { generateId, generateSecret } from "../random.ts";
import { parseKeyRules } from "../session/key-rules.ts";
import type { Session } from "../session/session.ts";
import type { GatewayState, OAuthManager } from "../gateway-state.ts";
import type { TokenRecord } from "../storage/api-storage.ts";
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
export function issueToken(manager: OAuthManager, grant: TokenGrant): TokenResponse {
  const { state, storage } = manager;
  const { client, redirectUri, scope, keyRules, code, previous } = grant;
  const { tokenTtlSeconds, refreshTokenTtlSeconds, hashKeyFunction } = state.settings;
  const session = createGrantSession(state, grant);
  const token = makeToken(session.org_id, generateId(state.random), hashKeyFunction);
  const created = getUnixSeconds(state.clock);
  const refreshToken = grant.hasRefreshToken ? generateSecret(state.random) : "";
  const record: TokenRecord = {
    clientId: client.id,
    clientRedirectUri: client.redirectUri,
    accessToken: token,
    refreshToken,
    redirectUri,
    scope,
    keyRules,
    // The gateway stores this record before it replaces the library's lifetime, and the list entry after it.
    assumedExpiry: created + libraryTokenTtlSeconds,
  };
  const expires = created + tokenTtlSeconds;
  const storageKey = state.sessions.getStorageKey(token);
  storage.accessTokens.set(storageKey, record, tokenTtlSeconds);
  storage.tokenLists.add(client.id, storageKey, expires);

  const clientSession = {
    ...session,
    oauth_client_id: client.id,
    expires,
    meta_data: { ...getMetaData(client), ...session.meta_data },
  };
  const sessionTtlSeconds = state.traits.keepsExpiredSessions ? undefined : tokenTtlSeconds;
  state.sessions.store(token, clientSession, sessionTtlSeconds);
  if (refreshToken !== "") storage.refreshTokens.set(refreshToken, record, refreshTokenTtlSeconds);

  if (code !== undefined) storage.authorizationCodes.delete(code);
  if (previous !== undefined) {
    storage.refreshTokens.delete(previous.refreshToken);
    removeAccessToken(manager, previous.accessToken);
  }
  return {
    access_token: token,
    expires_in: tokenTtlSeconds,
    ...(refreshToken === "" ? {} : { refresh_token: refreshToken }),
    ...(scope === "" ? {} : { scope }),
    token_type: "bearer",
  };
}

/** Valid `key_rules` replace the client's policy (Trap 19). Otherwise the policy defines the session. */
function createGrantSession(state: GatewayState, { client, keyRules }: TokenGrant): Session {
  if (keyRules !== undefined) {
    try {
      return parseKeyRules(keyRules);
    } catch (error) {
      if (!(error instanceof InvalidJsonError)) throw error;
    }
  }
  const policy = state.policies.find(client.policyId);
  if (policy === undefined) throw new OAuthError("server_error");
  return state.policies.createSession(policy);
}

/** The gateway panics if the metadata is not an object. */
function getMetaData({ metaData }: StoredClient): UnknownRecord {
  if (metaData === null) return {};
  if (!isRecord(metaData))
    throw new ConnectionDroppedError(
      "the handler panicked: the client's meta_data is not an object",
    );
  return metaData;
}

import { unixSeconds } from "../clock.ts";
import { ConnectionDropped } from "../errors.ts";
import { makeToken } from "../../util/hash/key-hash.ts";
import { UnreadableJson } from "../go/go-json.ts";
import { randomId, randomSecret } from "../random.ts";
import { sessionOfRules } from "../session/session.ts";
import type { Session } from "../session/session.ts";
import type { Api } from "../settings.ts";
import type { GatewayState } from "../state.ts";
import type { ApiStorage, GrantedAccess } from "../storage/api-storage.ts";
import type { StoredClient } from "../storage/clients.ts";
import { OAuthRefusal } from "./errors.ts";
import { removeAccess } from "./revoke.ts";

/** What a token is asked for with. */
export interface AccessRequest {
  readonly client: StoredClient;
  readonly redirectUri: string;
  readonly scope: string;
  /** The rules that the consent page sent; `undefined` where there was no consent page. */
  readonly rules: string | undefined;
  readonly withRefreshToken: boolean;
  /** The code that is exchanged for it. */
  readonly code?: string;
  /** The access that it takes the place of. */
  readonly previous?: GrantedAccess;
}

/** The fields of the answer that carries a token. */
export interface AccessAnswer extends Record<string, string | number> {
  readonly access_token: string;
  readonly expires_in: number;
  readonly token_type: "bearer";
}

/** How long the gateway's OAuth library lets a token live unless told otherwise, in seconds. */
const libraryTokenSeconds = 3600;

/**
 * Makes a token, in the gateway's order: what was stored before a panic stays stored. Throws an {@link OAuthRefusal} where
 * neither the rules nor the client's policy make a session.
 */
export function grantAccess(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  request: AccessRequest,
): AccessAnswer {
  const { client } = request;
  const { tokenTtlSeconds, refreshTokenTtlSeconds, hashKeyFunction } = state.settings;
  const session = sessionFor(state, request);
  const token = makeToken(session.org_id, randomId(state.random), hashKeyFunction);
  const created = unixSeconds(state.clock);
  const access: GrantedAccess = {
    clientId: client.id,
    clientRedirectUri: client.redirectUri,
    accessToken: token,
    refreshToken: request.withRefreshToken ? randomSecret(state.random) : "",
    redirectUri: request.redirectUri,
    scope: request.scope,
    rules: request.rules,
    // The access is stored before the gateway's own time to live is put in the library's place, and the list after it.
    listedUntil: created + libraryTokenSeconds,
  };
  const code = state.sessions.nameOf(token);
  storage.access.set(code, access, tokenTtlSeconds);
  storage.tokenLists.add(client.id, code, created + tokenTtlSeconds);

  const ofClient = {
    ...session,
    oauth_client_id: client.id,
    expires: created + tokenTtlSeconds,
    meta_data: { ...metaDataFields(client), ...session.meta_data },
  };
  state.sessions.put(
    token,
    ofClient,
    state.traits.keepsExpiredSessions ? undefined : tokenTtlSeconds,
  );
  if (access.refreshToken !== "")
    storage.refresh.set(access.refreshToken, access, refreshTokenTtlSeconds);

  if (request.code !== undefined) storage.codes.delete(request.code);
  if (request.previous !== undefined) {
    storage.refresh.delete(request.previous.refreshToken);
    removeAccess(state, api, storage, request.previous.accessToken);
  }
  return {
    access_token: token,
    expires_in: tokenTtlSeconds,
    ...(access.refreshToken === "" ? {} : { refresh_token: access.refreshToken }),
    ...(request.scope === "" ? {} : { scope: request.scope }),
    token_type: "bearer",
  };
}

/** The rules make the session where they are JSON of one; the client's policy does where they are not, or there are none. */
function sessionFor(state: GatewayState, request: AccessRequest): Session {
  if (request.rules !== undefined) {
    try {
      return sessionOfRules(request.rules);
    } catch (error) {
      if (!(error instanceof UnreadableJson)) throw error;
    }
  }
  const policy = state.policies.byId(request.client.policyId);
  if (policy === undefined) throw new OAuthRefusal("server_error");
  return state.policies.sessionOf(policy);
}

/** Metadata that is not an object makes the gateway panic. */
function metaDataFields(client: StoredClient): Record<string, unknown> {
  const { metaData } = client;
  if (metaData === null) return {};
  if (typeof metaData !== "object" || Array.isArray(metaData)) {
    throw new ConnectionDropped("the handler panicked: the client's meta_data is not an object");
  }
  return metaData as Record<string, unknown>;
}

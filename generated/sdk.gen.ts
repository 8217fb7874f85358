// Code generated from openapi/tyk-oauth.yaml by @hey-api/openapi-ts. DO NOT EDIT.

import {
  type Client,
  type ClientMeta,
  type Options as Options2,
  type RequestResult,
  type TDataShape,
  urlSearchParamsBodySerializer,
} from "./client/index.ts";
import type {
  AuthorizeClientData,
  AuthorizeClientErrors,
  AuthorizeClientResponses,
  CreateOAuthClientData,
  CreateOAuthClientErrors,
  CreateOAuthClientResponses,
  DeleteKeyData,
  DeleteKeyErrors,
  DeleteKeyResponses,
  DeleteOAuthClientData,
  DeleteOAuthClientErrors,
  DeleteOAuthClientResponses,
  GetApiData,
  GetApiErrors,
  GetApiResponses,
  GetKeyData,
  GetKeyErrors,
  GetKeyResponses,
  GetOAuthClientData,
  GetOAuthClientErrors,
  GetOAuthClientResponses,
  GetOAuthClientTokensData,
  GetOAuthClientTokensErrors,
  GetOAuthClientTokensResponses,
  GetPolicyData,
  GetPolicyErrors,
  GetPolicyResponses,
  HelloData,
  HelloErrors,
  HelloResponses,
  InvalidateOAuthRefreshData,
  InvalidateOAuthRefreshErrors,
  InvalidateOAuthRefreshResponses,
  ListApisData,
  ListApisErrors,
  ListApisResponses,
  ListKeysData,
  ListKeysErrors,
  ListKeysResponses,
  ListOAuthClientApisData,
  ListOAuthClientApisErrors,
  ListOAuthClientApisResponses,
  ListOAuthClientsData,
  ListOAuthClientsErrors,
  ListOAuthClientsResponses,
  ListPoliciesData,
  ListPoliciesErrors,
  ListPoliciesResponses,
  OauthAuthorizeData,
  OauthAuthorizeErrors,
  OauthRevokeAllData,
  OauthRevokeAllErrors,
  OauthRevokeAllResponses,
  OauthRevokeData,
  OauthRevokeErrors,
  OauthRevokeResponses,
  OauthTokenData,
  OauthTokenErrors,
  OauthTokenResponses,
  PurgeOAuthTokensData,
  PurgeOAuthTokensErrors,
  PurgeOAuthTokensResponses,
  RevokeAllTokensData,
  RevokeAllTokensErrors,
  RevokeAllTokensResponses,
  RevokeSingleTokenData,
  RevokeSingleTokenErrors,
  RevokeSingleTokenResponses,
  RotateOAuthClientData,
  RotateOAuthClientErrors,
  RotateOAuthClientResponses,
  UpdateOAuthClientData,
  UpdateOAuthClientErrors,
  UpdateOAuthClientMetadataData,
  UpdateOAuthClientMetadataErrors,
  UpdateOAuthClientResponses,
} from "./types.gen.ts";

export type Options<
  TData extends TDataShape = TDataShape,
  ThrowOnError extends boolean = boolean,
  TResponse = unknown,
> = Options2<TData, ThrowOnError, TResponse> & {
  /**
   * You can provide a client instance returned by `createClient()` instead of
   * individual options. This might be also useful if you want to implement a
   * custom client.
   */
  client: Client;
  /**
   * You can pass arbitrary values through the `meta` object. This can be
   * used to access values that aren't defined as part of the SDK function.
   */
  meta?: keyof ClientMeta extends never ? Record<string, unknown> : ClientMeta;
};

/**
 * Create a client
 *
 * Creates a client on one API (`api_id`). Without `api_id`, creates it on each API that the policy grants.
 *
 * An existing client with the same id is overwritten silently, secret included (Trap 5). With `api_id`, an unknown
 * policy is accepted, but the client never gets a token (Trap 6). If the body has no id or secret, the gateway
 * generates one.
 *
 * Without `api_id`, the response is 400 if the policy grants an API that does not exist. The client is then still
 * stored on some or all of the other APIs, even under a generated id that the response does not show (Trap 27).
 */
export const createOAuthClient = <ThrowOnError extends boolean = false>(
  options: Options<CreateOAuthClientData, ThrowOnError>,
): RequestResult<CreateOAuthClientResponses, CreateOAuthClientErrors, ThrowOnError> =>
  options.client.post<CreateOAuthClientResponses, CreateOAuthClientErrors, ThrowOnError>({
    security: [{ name: "X-Tyk-Authorization", type: "apiKey" }],
    url: "/tyk/oauth/clients/create",
    ...options,
    headers: {
      "Content-Type": "application/json",
      ...options.headers,
    },
  });

/**
 * List the clients of an API
 *
 * Lists all clients of the API with their secrets, in no particular order.
 *
 * The response is 404 with the body `null` if the API is unknown. It is the same if the API's index names a client
 * whose record is gone (Trap 10). An API without OAuth has an empty list.
 */
export const listOAuthClients = <ThrowOnError extends boolean = false>(
  options: Options<ListOAuthClientsData, ThrowOnError>,
): RequestResult<ListOAuthClientsResponses, ListOAuthClientsErrors, ThrowOnError> =>
  options.client.get<ListOAuthClientsResponses, ListOAuthClientsErrors, ThrowOnError>({
    security: [{ name: "X-Tyk-Authorization", type: "apiKey" }],
    url: "/tyk/oauth/clients/{apiID}",
    ...options,
  });

/**
 * Documented update that no gateway serves
 *
 * The documentation has this call, but it is 405 on every version, with or without a body. Use `updateOAuthClient`.
 *
 * @deprecated
 */
export const updateOAuthClientMetadata = <ThrowOnError extends boolean = false>(
  options: Options<UpdateOAuthClientMetadataData, ThrowOnError>,
): RequestResult<unknown, UpdateOAuthClientMetadataErrors, ThrowOnError> =>
  options.client.put<unknown, UpdateOAuthClientMetadataErrors, ThrowOnError>({
    security: [{ name: "X-Tyk-Authorization", type: "apiKey" }],
    url: "/tyk/oauth/clients/{apiID}",
    ...options,
  });

/**
 * Delete a client
 *
 * Deletes the client's copy on this API. An unknown client is 200 too (Trap 8). If the API does not use OAuth, the
 * response can be 404 (Trap 32).
 *
 * OAuth APIs refuse the client's tokens after about a second. APIs without OAuth do not check the client: a token
 * that opens one works there until it is removed or expires (Trap 25). Tokens and refresh tokens stay in storage.
 * They work again if a client with the same id is created (Trap 9).
 */
export const deleteOAuthClient = <ThrowOnError extends boolean = false>(
  options: Options<DeleteOAuthClientData, ThrowOnError>,
): RequestResult<DeleteOAuthClientResponses, DeleteOAuthClientErrors, ThrowOnError> =>
  options.client.delete<DeleteOAuthClientResponses, DeleteOAuthClientErrors, ThrowOnError>({
    security: [{ name: "X-Tyk-Authorization", type: "apiKey" }],
    url: "/tyk/oauth/clients/{apiID}/{keyName}",
    ...options,
  });

/**
 * Get a client
 *
 * Reads one client with its secret. On 3.0.0 the gateway drops the connection if the API does not use OAuth.
 */
export const getOAuthClient = <ThrowOnError extends boolean = false>(
  options: Options<GetOAuthClientData, ThrowOnError>,
): RequestResult<GetOAuthClientResponses, GetOAuthClientErrors, ThrowOnError> =>
  options.client.get<GetOAuthClientResponses, GetOAuthClientErrors, ThrowOnError>({
    security: [{ name: "X-Tyk-Authorization", type: "apiKey" }],
    url: "/tyk/oauth/clients/{apiID}/{keyName}",
    ...options,
  });

/**
 * Replace a client
 *
 * Replaces the redirect URI, policy, metadata and description. A field that the body omits is cleared (Trap 7). The
 * id and the secret in the body are ignored; the secret does not change.
 *
 * The gateway checks the policy before the client. The policy must grant the API. A changed policy empties the
 * client's token list if keys are hashed: every token stays alive and `revokeAllTokens` misses it (Trap 14). A client
 * of several APIs has one copy on each API, and only this copy changes (Trap 8). If the API does not use OAuth, the
 * gateway can drop the connection (Trap 32).
 */
export const updateOAuthClient = <ThrowOnError extends boolean = false>(
  options: Options<UpdateOAuthClientData, ThrowOnError>,
): RequestResult<UpdateOAuthClientResponses, UpdateOAuthClientErrors, ThrowOnError> =>
  options.client.put<UpdateOAuthClientResponses, UpdateOAuthClientErrors, ThrowOnError>({
    security: [{ name: "X-Tyk-Authorization", type: "apiKey" }],
    url: "/tyk/oauth/clients/{apiID}/{keyName}",
    ...options,
    headers: {
      "Content-Type": "application/json",
      ...options.headers,
    },
  });

/**
 * Rotate a client's secret
 *
 * The gateway generates the new secret and returns it. It accepts no secret from the caller. Each call generates
 * another secret. A client of several APIs has one copy on each API, and only this copy changes: the secrets then
 * differ (Trap 8). If the API does not use OAuth, the gateway can drop the connection (Trap 32).
 */
export const rotateOAuthClient = <ThrowOnError extends boolean = false>(
  options: Options<RotateOAuthClientData, ThrowOnError>,
): RequestResult<RotateOAuthClientResponses, RotateOAuthClientErrors, ThrowOnError> =>
  options.client.put<RotateOAuthClientResponses, RotateOAuthClientErrors, ThrowOnError>({
    security: [{ name: "X-Tyk-Authorization", type: "apiKey" }],
    url: "/tyk/oauth/clients/{apiID}/{keyName}/rotate",
    ...options,
  });

/**
 * List the tokens of a client
 *
 * Without `page`, the response is an array of all tokens. With `page`, it is a page of 100 tokens; a page past the last
 * one is empty. Tokens are ordered by expiry, then by code.
 *
 * The list can lack tokens that are alive: a refresh, a revocation or a change of policy removes entries whose tokens
 * still work (Traps 12 and 14). An unknown client has an empty list. If the API does not use OAuth, 3.0.0 drops the
 * connection, and later versions do so until a client of that API was read once (Trap 32).
 */
export const getOAuthClientTokens = <ThrowOnError extends boolean = false>(
  options: Options<GetOAuthClientTokensData, ThrowOnError>,
): RequestResult<GetOAuthClientTokensResponses, GetOAuthClientTokensErrors, ThrowOnError> =>
  options.client.get<GetOAuthClientTokensResponses, GetOAuthClientTokensErrors, ThrowOnError>({
    security: [{ name: "X-Tyk-Authorization", type: "apiKey" }],
    url: "/tyk/oauth/clients/{apiID}/{keyName}/tokens",
    ...options,
  });

/**
 * List the APIs of a client
 *
 * Lists the ids of the APIs that have a copy of the client, in no particular order. The list is empty if the client is
 * unknown, and also if its record is gone on any of the APIs (Trap 10).
 *
 * Without `orgID` in the query, the router treats the request as `getOAuthClient` of an API with the id `apis`.
 */
export const listOAuthClientApis = <ThrowOnError extends boolean = false>(
  options: Options<ListOAuthClientApisData, ThrowOnError>,
): RequestResult<ListOAuthClientApisResponses, ListOAuthClientApisErrors, ThrowOnError> =>
  options.client.get<ListOAuthClientApisResponses, ListOAuthClientApisErrors, ThrowOnError>({
    security: [{ name: "X-Tyk-Authorization", type: "apiKey" }],
    url: "/tyk/oauth/clients/apis/{clientID}",
    ...options,
  });

/**
 * Invalidate a refresh token
 *
 * The response is 200 for any token, so it proves nothing (Trap 17). Access tokens that were issued with the refresh
 * token stay alive (Trap 15).
 */
export const invalidateOAuthRefresh = <ThrowOnError extends boolean = false>(
  options: Options<InvalidateOAuthRefreshData, ThrowOnError>,
): RequestResult<InvalidateOAuthRefreshResponses, InvalidateOAuthRefreshErrors, ThrowOnError> =>
  options.client.delete<
    InvalidateOAuthRefreshResponses,
    InvalidateOAuthRefreshErrors,
    ThrowOnError
  >({
    security: [{ name: "X-Tyk-Authorization", type: "apiKey" }],
    url: "/tyk/oauth/refresh/{keyName}",
    ...options,
  });

/**
 * Revoke a token
 *
 * Revokes an access token or a refresh token. The body must have the token itself. With a hash from the token list,
 * the response is 200, nothing is revoked, and the entry leaves the list (Trap 11).
 *
 * The gateway accepts the id of any existing client for any token (Trap 17). After an access token is revoked, its
 * refresh token still issues tokens; after a refresh token is revoked, its access token stays alive (Trap 15). All
 * tokens that expire in the same second leave the list but stay alive (Trap 12). Unless keys are hashed with
 * murmur64, the API accepts the token for up to ten more seconds (Trap 16).
 */
export const revokeSingleToken = <ThrowOnError extends boolean = false>(
  options: Options<RevokeSingleTokenData, ThrowOnError>,
): RequestResult<RevokeSingleTokenResponses, RevokeSingleTokenErrors, ThrowOnError> =>
  options.client.post<RevokeSingleTokenResponses, RevokeSingleTokenErrors, ThrowOnError>({
    ...urlSearchParamsBodySerializer,
    security: [{ name: "X-Tyk-Authorization", type: "apiKey" }],
    url: "/tyk/oauth/revoke",
    ...options,
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      ...options.headers,
    },
  });

/**
 * Revoke all tokens of a client
 *
 * Revokes the listed tokens and their refresh tokens on each API whose copy of the client has this secret. With a wrong
 * secret, the response is 200 and nothing is revoked (Trap 13). Unlisted tokens stay alive (Trap 12).
 */
export const revokeAllTokens = <ThrowOnError extends boolean = false>(
  options: Options<RevokeAllTokensData, ThrowOnError>,
): RequestResult<RevokeAllTokensResponses, RevokeAllTokensErrors, ThrowOnError> =>
  options.client.post<RevokeAllTokensResponses, RevokeAllTokensErrors, ThrowOnError>({
    ...urlSearchParamsBodySerializer,
    security: [{ name: "X-Tyk-Authorization", type: "apiKey" }],
    url: "/tyk/oauth/revoke_all",
    ...options,
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      ...options.headers,
    },
  });

/**
 * Purge lapsed (expired) tokens from the lists
 *
 * Removes expired tokens from every token list of the gateway, once the retention period
 * `oauth_token_expired_retain_period` has passed. Without a retention period, the response is 200 and nothing is
 * removed (Trap 17). For 60 s after any purge, also the one when the gateway starts, a purge does nothing (Trap 36). A
 * purge can take long. Before 5.3 the response is 404 with text.
 */
export const purgeOAuthTokens = <ThrowOnError extends boolean = false>(
  options: Options<PurgeOAuthTokensData, ThrowOnError>,
): RequestResult<PurgeOAuthTokensResponses, PurgeOAuthTokensErrors, ThrowOnError> =>
  options.client.delete<PurgeOAuthTokensResponses, PurgeOAuthTokensErrors, ThrowOnError>({
    security: [{ name: "X-Tyk-Authorization", type: "apiKey" }],
    url: "/tyk/oauth/tokens",
    ...options,
  });

/**
 * List the APIs
 *
 * Lists the full definition of every loaded API, in no particular order. MCP APIs are listed only with `include_types=mcp`.
 */
export const listApis = <ThrowOnError extends boolean = false>(
  options: Options<ListApisData, ThrowOnError>,
): RequestResult<ListApisResponses, ListApisErrors, ThrowOnError> =>
  options.client.get<ListApisResponses, ListApisErrors, ThrowOnError>({
    security: [{ name: "X-Tyk-Authorization", type: "apiKey" }],
    url: "/tyk/apis",
    ...options,
  });

/**
 * Get an API
 *
 * The definition shows whether the API uses OAuth, and its listen path. Read it before `authorizeClient`: an API
 * without OAuth forwards that request to its upstream, with the gateway's secret (Trap 18).
 */
export const getApi = <ThrowOnError extends boolean = false>(
  options: Options<GetApiData, ThrowOnError>,
): RequestResult<GetApiResponses, GetApiErrors, ThrowOnError> =>
  options.client.get<GetApiResponses, GetApiErrors, ThrowOnError>({
    security: [{ name: "X-Tyk-Authorization", type: "apiKey" }],
    url: "/tyk/apis/{apiID}",
    ...options,
  });

/**
 * List the policies
 *
 * Lists the policies in no particular order. On 4.3 and 5.3 a policy from a file has an empty id here, so a caller
 * cannot tell whether a policy exists. 3.0.0 does not have this operation (404 with text); 4.3.0 is the first measured
 * version that has it.
 */
export const listPolicies = <ThrowOnError extends boolean = false>(
  options: Options<ListPoliciesData, ThrowOnError>,
): RequestResult<ListPoliciesResponses, ListPoliciesErrors, ThrowOnError> =>
  options.client.get<ListPoliciesResponses, ListPoliciesErrors, ThrowOnError>({
    security: [{ name: "X-Tyk-Authorization", type: "apiKey" }],
    url: "/tyk/policies",
    ...options,
  });

/**
 * Get a policy
 *
 * On 4.3 and 5.3 the response is 404 for a policy from a file, although the policy is in force. 3.0.0 does not have
 * this operation (404 with text).
 */
export const getPolicy = <ThrowOnError extends boolean = false>(
  options: Options<GetPolicyData, ThrowOnError>,
): RequestResult<GetPolicyResponses, GetPolicyErrors, ThrowOnError> =>
  options.client.get<GetPolicyResponses, GetPolicyErrors, ThrowOnError>({
    security: [{ name: "X-Tyk-Authorization", type: "apiKey" }],
    url: "/tyk/policies/{polID}",
    ...options,
  });

/**
 * List the keys
 *
 * Lists every stored key in no particular order: hashes if keys are hashed, otherwise the tokens themselves. Hashes are
 * listed only if the gateway sets `enable_hashed_keys_listing` (Trap 16). There are no pages: 600,000 hashed keys are
 * one response of 11 MiB (Trap 31).
 */
export const listKeys = <ThrowOnError extends boolean = false>(
  options: Options<ListKeysData, ThrowOnError>,
): RequestResult<ListKeysResponses, ListKeysErrors, ThrowOnError> =>
  options.client.get<ListKeysResponses, ListKeysErrors, ThrowOnError>({
    security: [{ name: "X-Tyk-Authorization", type: "apiKey" }],
    url: "/tyk/keys",
    ...options,
  });

/**
 * Remove a session
 *
 * Removes a token, by its hash too. The client's token list still names it. Unless keys are hashed with murmur64, the
 * session cache accepts the token for up to ten more seconds (Trap 16).
 *
 * Before 5.15 a request in flight that changes the session stores it again, so a token in use comes back (Trap 24).
 * Remove it again until it stays away.
 */
export const deleteKey = <ThrowOnError extends boolean = false>(
  options: Options<DeleteKeyData, ThrowOnError>,
): RequestResult<DeleteKeyResponses, DeleteKeyErrors, ThrowOnError> =>
  options.client.delete<DeleteKeyResponses, DeleteKeyErrors, ThrowOnError>({
    security: [{ name: "X-Tyk-Authorization", type: "apiKey" }],
    url: "/tyk/keys/{keyID}",
    ...options,
  });

/**
 * Get a session
 *
 * Reads the session of a token or of a listed hash. `oauth_client_id` is the client, on any API that the token opens. It
 * is absent if the key does not belong to an OAuth client (Traps 25 and 33). 404 means that the key is not in storage.
 * Unless keys are hashed with murmur64, the session cache accepts it for up to ten more seconds (Trap 16).
 */
export const getKey = <ThrowOnError extends boolean = false>(
  options: Options<GetKeyData, ThrowOnError>,
): RequestResult<GetKeyResponses, GetKeyErrors, ThrowOnError> =>
  options.client.get<GetKeyResponses, GetKeyErrors, ThrowOnError>({
    security: [{ name: "X-Tyk-Authorization", type: "apiKey" }],
    url: "/tyk/keys/{keyID}",
    ...options,
  });

/**
 * Read the gateway's health
 *
 * Needs no secret. The version can be wrong, so use it only as a hint.
 */
export const hello = <ThrowOnError extends boolean = false>(
  options: Options<HelloData, ThrowOnError>,
): RequestResult<HelloResponses, HelloErrors, ThrowOnError> =>
  options.client.get<HelloResponses, HelloErrors, ThrowOnError>({ url: "/hello", ...options });

/**
 * Issue a code or a token to a client for a user
 *
 * The login page sends this request after the user has agreed. The response is JSON with the content type
 * `text/plain`. Redirect the browser to `redirect_to`.
 *
 * An API without OAuth forwards the request to its upstream, with the gateway's secret (Trap 18): check `use_oauth2`
 * first. `redirect_uri` matches by prefix: `https://app.example/cb-other` matches `https://app.example/cb` (Trap 20).
 * PKCE fields are accepted, but a wrong verifier is not refused (Trap 21).
 *
 * The API with the longest listen path gets the request, whatever its organisation. An API under `{listen path}tyk/`
 * receives this request and the gateway's secret instead (Trap 26).
 */
export const authorizeClient = <ThrowOnError extends boolean = false>(
  options: Options<AuthorizeClientData, ThrowOnError>,
): RequestResult<AuthorizeClientResponses, AuthorizeClientErrors, ThrowOnError> =>
  options.client.post<AuthorizeClientResponses, AuthorizeClientErrors, ThrowOnError>({
    ...urlSearchParamsBodySerializer,
    security: [{ name: "X-Tyk-Authorization", type: "apiKey" }],
    url: "/tyk/oauth/authorize-client/",
    ...options,
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      ...options.headers,
    },
  });

/**
 * Start an authorization in the browser
 *
 * Redirects the browser to the API's login page and appends the query. The login page then calls `authorizeClient`.
 */
export const oauthAuthorize = <ThrowOnError extends boolean = false>(
  options: Options<OauthAuthorizeData, ThrowOnError>,
): RequestResult<unknown, OauthAuthorizeErrors, ThrowOnError> =>
  options.client.get<unknown, OauthAuthorizeErrors, ThrowOnError>({
    url: "/oauth/authorize/",
    ...options,
  });

/**
 * Issue a token
 *
 * The client authenticates with HTTP Basic only; credentials in the form are not read. The gateway does not url-decode
 * the id and the secret, against RFC 6749 2.3.1. Characters other than `A-Z a-z 0-9 - . _ ~` fail with libraries that
 * encode them (Trap 29). Every refusal is 403.
 *
 * A code works once. A refresh ends the old access token. A client without a redirect URI or a policy gets no token.
 * The gateway drops the connection if the client's metadata is neither an object nor `null`.
 */
export const oauthToken = <ThrowOnError extends boolean = false>(
  options: Options<OauthTokenData, ThrowOnError>,
): RequestResult<OauthTokenResponses, OauthTokenErrors, ThrowOnError> =>
  options.client.post<OauthTokenResponses, OauthTokenErrors, ThrowOnError>({
    ...urlSearchParamsBodySerializer,
    security: [{ scheme: "basic", type: "http" }],
    url: "/oauth/token/",
    ...options,
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      ...options.headers,
    },
  });

/**
 * Revoke a token without credentials
 *
 * Needs neither the gateway's secret nor the client's secret: anybody who has a token can end it. All tokens that expire
 * in the same second leave the client's list but stay alive, as with `revokeSingleToken` (Trap 12).
 */
export const oauthRevoke = <ThrowOnError extends boolean = false>(
  options: Options<OauthRevokeData, ThrowOnError>,
): RequestResult<OauthRevokeResponses, OauthRevokeErrors, ThrowOnError> =>
  options.client.post<OauthRevokeResponses, OauthRevokeErrors, ThrowOnError>({
    ...urlSearchParamsBodySerializer,
    url: "/oauth/revoke",
    ...options,
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      ...options.headers,
    },
  });

/**
 * Revoke all tokens of a client with its own secret
 *
 * Needs only the client's secret. A wrong secret is 401, unlike with `revokeAllTokens`. Unlisted tokens stay alive (Trap
 * 12).
 */
export const oauthRevokeAll = <ThrowOnError extends boolean = false>(
  options: Options<OauthRevokeAllData, ThrowOnError>,
): RequestResult<OauthRevokeAllResponses, OauthRevokeAllErrors, ThrowOnError> =>
  options.client.post<OauthRevokeAllResponses, OauthRevokeAllErrors, ThrowOnError>({
    ...urlSearchParamsBodySerializer,
    url: "/oauth/revoke_all",
    ...options,
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      ...options.headers,
    },
  });

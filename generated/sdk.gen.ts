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
 * Makes a client for one API (`api_id`), or, without `api_id`, for each API that the policy grants.
 *
 * An id that exists is overwritten without a word, its secret included. With `api_id` an unknown policy is taken,
 * and such a client never gets a token. The gateway makes up an id and a secret where the body has none.
 *
 * Without `api_id`, a policy that grants an API that does not exist is 400, and the client is stored on some or all
 * of the other APIs, also under an id that the gateway made up and does not tell.
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
 * All clients of the API, in no order, each with its secret.
 *
 * The whole list is 404 with the body `null` where the API is unknown, and also where the record of one client is
 * gone while the API's index still names it. An API without OAuth gives an empty list.
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
 * The update as documented, which no gateway has
 *
 * Documented, but 405 on every version, with a body or without. Use `updateOAuthClient`, which names the client.
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
 * Removes the client from this one API. An unknown client is 200 too (404 on 3.0.0 where the API is not an OAuth
 * one).
 *
 * OAuth APIs refuse its tokens a second later. APIs that are not OAuth do not look at the client: what such a token
 * opens there it opens until it is removed or expires. The tokens and the refresh tokens stay stored: making a
 * client of the same id again brings them back to life.
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
 * One client with its secret. On 3.0.0 the gateway drops the connection where the API is not an OAuth one.
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
 * Replaces redirect URI, policy, metadata and description: what the body leaves out is blanked. The body's id and
 * secret are ignored; the secret stays.
 *
 * The policy is looked at before the client, and must grant the API. A new policy on a gateway that hashes keys
 * empties the client's token list and leaves every token alive, out of reach of `revokeAllTokens`. A client of
 * several APIs is stored once per API, and this touches one copy. On 3.0.0 the gateway drops the connection where
 * the API is not an OAuth one.
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
 * Give a client a new secret
 *
 * The gateway makes up the new secret, takes none of one's own, and shows it in this answer. Each call makes
 * another one. A client of several APIs has a copy per API, and this changes one of them, so the copies drift
 * apart. On 3.0.0 the gateway drops the connection where the API is not an OAuth one.
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
 * Without `page` a bare list of all tokens; with it a page of a hundred, past the last page an empty one. Ordered
 * by expiry, then code.
 *
 * The list is not the truth about what is alive: a refresh, a revocation or a change of policy takes entries out of
 * it whose tokens still work. An unknown client has an empty list. On 3.0.0 the gateway drops the connection where
 * the API is not an OAuth one; later gateways do so until a client of that API was read once.
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
 * The ids of the APIs that hold a copy of the client, in no order. An unknown client has none, and neither has one
 * whose record is gone on any of them.
 *
 * Without the key `orgID` in the query the router reads this as the client of an API named `apis`.
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
 * 200 whatever the token is, so the answer proves nothing. Access tokens that came with it stay alive.
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
 * Takes the token itself. Given a hash from the token list it answers 200, revokes nothing, and takes the entry out
 * of the list.
 *
 * Any existing client's name fits any token. Revoking an access token leaves its refresh token able to mint, and
 * the other way round. It takes every token of the same second out of the list while they stay alive. A gateway
 * with another hash than murmur64 lets the token through for ten more seconds.
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
 * Revokes what the token list names, refresh tokens included, on each API whose copy of the client has this
 * secret. A wrong secret is 200 as well and revokes nothing. Tokens that fell out of the list stay alive.
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
 * Purge lapsed tokens
 *
 * Drops what has lapsed from every token list of the gateway, after the retention period of the gateway's
 * `oauth_token_expired_retain_period`; where that is not set it answers 200 and does nothing. May take long. On a
 * gateway before 5.3 it is 404 as text. For 60 s after any purge, the one at the gateway's start too, it does
 * nothing.
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
 * Every API that the gateway has loaded, with its whole definition, in no order. MCP APIs only if they are asked for.
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
 * The definition tells whether the API uses OAuth and where it is served: to be looked at before
 * `authorizeClient`, which an API without OAuth passes on to its upstream, the gateway's secret included.
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
 * In no order. On 4.3 and 5.3 policies read from a file have an empty id here, so that one cannot tell whether a
 * policy exists. Not on 3.0.0 (404 as text); 4.3.0 is the first version measured that has it.
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
 * On 4.3 and 5.3 a policy read from a file is 404 here though it is in force. Not on 3.0.0 (404 as text).
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
 * Every key that the gateway stores, in no order: hashes where keys are hashed, the tokens themselves where not.
 * Listing hashes is off unless the gateway's `enable_hashed_keys_listing` is set. There are no pages: 600,000 keys
 * are 11 MiB in one answer.
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
 * Removes a token, by hash too; the client's token list still names it. With another hash than murmur64 a session
 * cache lets the token through for ten more seconds.
 *
 * Before 5.15 a request in flight that changes the session stores it again: a token that is in use comes back. Remove
 * it until it stays away.
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
 * The session behind a token or a listed hash; its `oauth_client_id` names the client, on whichever API it opens, and
 * is absent for a key that no OAuth client made. 404 says that the key is
 * gone from storage, not that the API refuses it: with another hash than murmur64 a session cache lets it through
 * for ten more seconds.
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
 * Ask after the gateway's health
 *
 * Needs no secret. A build may tell a wrong version, so that it is no more than a hint.
 */
export const hello = <ThrowOnError extends boolean = false>(
  options: Options<HelloData, ThrowOnError>,
): RequestResult<HelloResponses, HelloErrors, ThrowOnError> =>
  options.client.get<HelloResponses, HelloErrors, ThrowOnError>({ url: "/hello", ...options });

/**
 * Grant a client a code or a token
 *
 * Made by the login page after the user agreed. The answer is JSON that is labelled `text/plain`; the browser is to
 * be sent to its `redirect_to`.
 *
 * An API without OAuth passes the call on to its upstream, the gateway's secret included: look at `use_oauth2`
 * first. `redirect_uri` is compared by its beginning, so that `https://app.example/cb-other` fits
 * `https://app.example/cb`. PKCE fields are taken, but a wrong verifier is not refused.
 *
 * The longest listen path wins, whichever API and organisation it belongs to: an API under
 * `{listen path}tyk/` receives this call, and the gateway's secret, in place of this one.
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
 * Start a flow in the browser
 *
 * Sends the browser to the API's login page with the query appended. The page then calls `authorizeClient`.
 */
export const oauthAuthorize = <ThrowOnError extends boolean = false>(
  options: Options<OauthAuthorizeData, ThrowOnError>,
): RequestResult<unknown, OauthAuthorizeErrors, ThrowOnError> =>
  options.client.get<unknown, OauthAuthorizeErrors, ThrowOnError>({
    url: "/oauth/authorize/",
    ...options,
  });

/**
 * Get a token
 *
 * The client's id and secret go by HTTP Basic alone; in the form they are not read. They are not url-decoded, as RFC
 * 6749 2.3.1 wants: beyond `A-Z a-z 0-9 - . _ ~` they fail with clients that encode them. Every refusal is 403.
 *
 * A code works once. A refresh ends the old access token. A client without redirect URI or policy gets no token,
 * and one whose metadata is neither an object nor null makes the gateway drop the connection.
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
 * Revoke a token, open to all
 *
 * Needs neither the gateway's secret nor the client's: whoever has a token can end it. Like `revokeSingleToken` it
 * takes every token of the same second out of the client's list.
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
 * Revoke all tokens of a client, with its secret
 *
 * Needs the client's secret alone, and, unlike `revokeAllTokens`, says so where it is wrong. Tokens that fell out
 * of the list stay alive.
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

// Code generated from openapi/tyk-oauth.yaml by @hey-api/openapi-ts. DO NOT EDIT.

export type ClientOptions = {
  baseUrl:
    | "https://{host}"
    | "https://{host}/{listenPath}"
    | "https://{host}"
    | "https://{host}/{listenPath}"
    | "https://{host}/{listenPath}"
    | "https://{host}/{listenPath}"
    | "https://{host}/{listenPath}"
    | (string & {});
};

/**
 * A client as the gateway answers it, its secret included. It never names its API.
 */
export type OAuthClient = {
  /**
   * The client's id.
   */
  client_id: string;
  /**
   * Empty or absent when unset. Several in one value only where the gateway has a separator set.
   */
  redirect_uri?: string;
  /**
   * The policy that the client's tokens get. Missing when unset.
   */
  policy_id?: string;
  /**
   * The client's secret, in clear.
   */
  secret: string;
  /**
   * Any JSON, `null` or absent when unset. Tokens work only where it is an object or `null`.
   */
  meta_data?: unknown;
  /**
   * Empty or absent when unset.
   */
  description?: string;
};

/**
 * A client to store. Nothing is required on the wire, and unknown fields are ignored.
 */
export type NewClientRequest = {
  /**
   * The client's id, made up by the gateway when missing. Ignored by an update.
   */
  client_id?: string;
  /**
   * Without one the client gets no token.
   */
  redirect_uri?: string;
  /**
   * The API to make the client for. Without one it is made for each API that the policy grants. Ignored by an update.
   */
  api_id?: string;
  /**
   * The policy that the client's tokens get.
   */
  policy_id?: string;
  /**
   * A secret of one's own, made up by the gateway when missing. Ignored by an update.
   */
  secret?: string;
  /**
   * Any JSON. One that is neither an object nor `null` makes the token endpoint drop the connection.
   */
  meta_data?: unknown;
  /**
   * For people.
   */
  description?: string;
};

/**
 * An entry of a client's token list.
 */
export type OAuthToken = {
  /**
   * The token's hash, or, where keys are not hashed, the token. Its length tells: 8 hex digits the default
   * function, 16 murmur64, 32 murmur128, 64 sha256; a token is base64.
   */
  code: string;
  /**
   * Unix time in seconds.
   */
  expires: number;
};

/**
 * A page of a client's token list, with the capitals that the gateway writes.
 */
export type OAuthTokenPage = {
  Pagination: OAuthTokenPagination;
  Tokens: Array<OAuthToken>;
};

/**
 * Where in the list the page is.
 */
export type OAuthTokenPagination = {
  /**
   * The page asked for, from 1.
   */
  page_num: number;
  /**
   * How many pages there are, 0 for an empty list.
   */
  page_total: number;
  /**
   * The most tokens on a page, 100 today.
   */
  page_size: number;
};

/**
 * Something was done to a client or a key.
 */
export type ApiModifyKeySuccess = {
  /**
   * The id as it was given; for a refresh token, and where keys are not hashed, a secret.
   */
  key?: string;
  /**
   * `ok`.
   */
  status: string;
  /**
   * `deleted`.
   */
  action?: string;
};

/**
 * The control API's short answer, for success and for errors.
 */
export type ApiStatusMessage = {
  /**
   * `ok` or `error`.
   */
  status: string;
  /**
   * For people. Where one status has several causes it is all that tells them apart.
   */
  message?: string;
};

/**
 * A refusal of the OAuth flow.
 */
export type OAuthErrorBody = {
  /**
   * `invalid_request`, `invalid_grant`, `unauthorized_client`, `unsupported_response_type`,
   * `unsupported_grant_type`, `access_denied` or `server_error`.
   */
  error: string;
  /**
   * For people.
   */
  error_description: string;
  /**
   * Where to send the browser with the error, where the request's redirect URI does not fit. It is the client's own, the first of several.
   */
  redirect_to?: string;
};

/**
 * The form of a grant.
 */
export type AuthorizeClientRequest = {
  /**
   * `code` or `token`, as far as the API allows them.
   */
  response_type: string;
  /**
   * The client's id.
   */
  client_id: string;
  /**
   * Must begin with the client's. Without it the client's own is taken.
   */
  redirect_uri?: string;
  /**
   * Given back as it came.
   */
  state?: string;
  /**
   * The session's rules as JSON text. They replace the client's policy whole, so they must name `apply_policies`
   * or `access_rights`. Text that is not JSON is ignored without a word; without rules the client's policy holds.
   * The gateway overwrites `expires` and `oauth_client_id`.
   */
  key_rules?: string;
  /**
   * PKCE. Taken, but a wrong verifier is not refused.
   */
  code_challenge?: string;
  /**
   * `S256` or `plain`.
   */
  code_challenge_method?: string;
};

/**
 * A code, which works once.
 */
export type AuthorizeCodeResponse = {
  /**
   * The code to hand to the client.
   */
  code: string;
  /**
   * Where to send the browser; the code is in its query.
   */
  redirect_to: string;
  /**
   * The request's, where it had one.
   */
  state?: string;
};

/**
 * An access token of the implicit grant.
 */
export type AuthorizeTokenResponse = {
  /**
   * The token.
   */
  access_token: string;
  /**
   * Seconds from now. Absent where the gateway does not tell it.
   */
  expires_in?: number;
  /**
   * Where to send the browser; the token is in its fragment.
   */
  redirect_to: string;
  /**
   * The request's, where it had one.
   */
  state?: string;
  /**
   * `bearer`.
   */
  token_type?: string;
};

/**
 * The form of the token endpoint. Which fields count depends on the grant.
 */
export type TokenRequest = {
  /**
   * `client_credentials`, `authorization_code`, `refresh_token` or `password`, as far as the API allows them.
   */
  grant_type: string;
  /**
   * For `authorization_code`.
   */
  code?: string;
  /**
   * For `authorization_code`, the one that the code was made with.
   */
  redirect_uri?: string;
  /**
   * For `authorization_code` with PKCE. Not checked.
   */
  code_verifier?: string;
  /**
   * For `refresh_token`.
   */
  refresh_token?: string;
  /**
   * For `password`.
   */
  username?: string;
  /**
   * For `password`.
   */
  password?: string;
  /**
   * Taken by OAuth's own rules.
   */
  scope?: string;
};

/**
 * A token.
 */
export type TokenResponse = {
  /**
   * The token.
   */
  access_token: string;
  /**
   * Seconds from now. Absent where the gateway does not tell it.
   */
  expires_in?: number;
  /**
   * Comes with a code and with a refresh.
   */
  refresh_token?: string;
  /**
   * `bearer`.
   */
  token_type?: string;
};

/**
 * The form of a revocation.
 */
export type RevokeTokenRequest = {
  /**
   * The token itself, never its hash.
   */
  token: string;
  /**
   * Any client that exists; the gateway does not ask whether the token is its own.
   */
  client_id: string;
  /**
   * `access_token` or `refresh_token`. Without it, or with another word, both are tried.
   */
  token_type_hint?: string;
  /**
   * The organisation to look in.
   */
  org_id?: string;
};

/**
 * The form of revoking all of a client's tokens.
 */
export type RevokeAllRequest = {
  /**
   * The client's id.
   */
  client_id: string;
  /**
   * The client's secret.
   */
  client_secret: string;
  /**
   * The organisation to look in.
   */
  org_id?: string;
};

/**
 * The part of an API's definition that matters here; the gateway sends far more.
 */
export type ApiDefinition = {
  /**
   * The API's id.
   */
  api_id: string;
  /**
   * The organisation's id.
   */
  org_id?: string;
  /**
   * For people.
   */
  name?: string;
  /**
   * What the definition says of it. A definition in a file is served whatever it says.
   */
  active?: boolean;
  /**
   * Whether other APIs alone reach it, so that it is not served on the common port.
   */
  internal?: boolean;
  /**
   * A port of its own; 0 for the common one.
   */
  listen_port?: number;
  /**
   * Whether it is an OAuth API.
   */
  use_oauth2?: boolean;
  /**
   * Whether it is open to all.
   */
  use_keyless?: boolean;
  /**
   * Whether it takes plain keys.
   */
  use_standard_auth?: boolean;
  /**
   * The one host that the API answers on, empty for any.
   */
  domain?: string;
  /**
   * Whether the domain is out of use, so that the API answers on any host.
   */
  domain_disabled?: boolean;
  /**
   * How the API does OAuth.
   */
  oauth_meta?: {
    /**
     * Grant types that the token endpoint takes.
     */
    allowed_access_types?: Array<string> | null;
    /**
     * Response types that may be asked for.
     */
    allowed_authorize_types?: Array<string> | null;
    /**
     * The login page.
     */
    auth_login_redirect?: string;
    [key: string]: unknown;
  };
  /**
   * Where the API is served, and where it leads.
   */
  proxy: {
    /**
     * The path that the API is served on.
     */
    listen_path: string;
    /**
     * Whether the upstream gets the path without it.
     */
    strip_listen_path?: boolean;
    [key: string]: unknown;
  };
  [key: string]: unknown;
};

/**
 * The part of a policy that matters here; the gateway sends far more.
 */
export type Policy = {
  /**
   * The policy's id, empty on 4.3 and 5.3 for policies read from a file.
   */
  id?: string;
  /**
   * The organisation's id.
   */
  org_id?: string;
  /**
   * Whether it is in force.
   */
  active?: boolean;
  /**
   * Whether tokens under it are refused.
   */
  is_inactive?: boolean;
  /**
   * Which parts of a session the policy sets; all of them where none is named.
   */
  partitions?: {
    /**
     * The access rights.
     */
    acl?: boolean;
    /**
     * The quota.
     */
    quota?: boolean;
    /**
     * The rate limit.
     */
    rate_limit?: boolean;
    [key: string]: unknown;
  };
  /**
   * What it grants, by API id.
   */
  access_rights?: {
    [key: string]: AccessRight;
  } | null;
  [key: string]: unknown;
};

/**
 * The grant of one API.
 */
export type AccessRight = {
  /**
   * The API's id.
   */
  api_id?: string;
  /**
   * For people.
   */
  api_name?: string;
  /**
   * The API's versions that are granted.
   */
  versions?: Array<string> | null;
  [key: string]: unknown;
};

/**
 * Keys of the gateway.
 */
export type KeyList = {
  /**
   * Hashes, or, where keys are not hashed, the tokens themselves.
   */
  keys: Array<string>;
};

/**
 * The part of a session that matters here; the gateway sends far more.
 */
export type KeySession = {
  /**
   * The organisation's id, empty or absent where the session has none.
   */
  org_id?: string;
  /**
   * The client that the token was made for, empty or absent for a key that no OAuth client made.
   */
  oauth_client_id?: string;
  /**
   * Unix time in seconds; 0, less, or absent for a key that never expires.
   */
  expires?: number;
  /**
   * Whether it is refused.
   */
  is_inactive?: boolean;
  /**
   * What it opens, by API id.
   */
  access_rights?: {
    [key: string]: AccessRight;
  } | null;
  /**
   * What the session knows of its user and client.
   */
  meta_data?: unknown;
  /**
   * The policies that it is under.
   */
  apply_policies?: Array<string> | null;
  [key: string]: unknown;
};

/**
 * How the gateway is.
 */
export type GatewayInfo = {
  /**
   * `pass`, `warn` or `fail`.
   */
  status: string;
  /**
   * What the build says of itself, which can be wrong.
   */
  version?: string;
  /**
   * What it is.
   */
  description?: string;
  /**
   * The health of what it stands on, by name.
   */
  details?: {
    [key: string]: {
      [key: string]: unknown;
    };
  };
  [key: string]: unknown;
};

export type CreateOAuthClientData = {
  body: NewClientRequest;
  path?: never;
  query?: never;
  url: "/tyk/oauth/clients/create";
};

export type CreateOAuthClientErrors = {
  /**
   * The API or the policy is unknown, or the API is not an OAuth one.
   */
  400: ApiStatusMessage;
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * No such route on this address. A wrong port or listen path, an edge, or an older gateway.
   */
  404: string;
  /**
   * The body is missing, is not JSON, or has a field of another type. Not a fault of the gateway.
   */
  500: ApiStatusMessage;
};

export type CreateOAuthClientError = CreateOAuthClientErrors[keyof CreateOAuthClientErrors];

export type CreateOAuthClientResponses = {
  /**
   * The client as stored.
   */
  200: OAuthClient;
};

export type CreateOAuthClientResponse =
  CreateOAuthClientResponses[keyof CreateOAuthClientResponses];

export type ListOAuthClientsData = {
  body?: never;
  path: {
    /**
     * The API's id. The router reads `create` and `apis` as routes of their own.
     */
    apiID: string;
  };
  query?: never;
  url: "/tyk/oauth/clients/{apiID}";
};

export type ListOAuthClientsErrors = {
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * The API is unknown, or its index is stale (both `null`), or there is no such route (text).
   */
  404: null;
};

export type ListOAuthClientsError = ListOAuthClientsErrors[keyof ListOAuthClientsErrors];

export type ListOAuthClientsResponses = {
  /**
   * The clients.
   */
  200: Array<OAuthClient>;
};

export type ListOAuthClientsResponse = ListOAuthClientsResponses[keyof ListOAuthClientsResponses];

export type UpdateOAuthClientMetadataData = {
  body?: never;
  path: {
    /**
     * The API's id. The router reads `create` and `apis` as routes of their own.
     */
    apiID: string;
  };
  query?: never;
  url: "/tyk/oauth/clients/{apiID}";
};

export type UpdateOAuthClientMetadataErrors = {
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * No such route on this address. A wrong port or listen path, an edge, or an older gateway.
   */
  404: string;
  /**
   * Always.
   */
  405: ApiStatusMessage;
};

export type UpdateOAuthClientMetadataError =
  UpdateOAuthClientMetadataErrors[keyof UpdateOAuthClientMetadataErrors];

export type DeleteOAuthClientData = {
  body?: never;
  path: {
    /**
     * The API's id.
     */
    apiID: string;
    /**
     * The client's id. The router matches the decoded path: a slash or a dot segment reaches another route even when
     * percent-encoded, and an empty id is another call.
     */
    keyName: string;
  };
  query?: never;
  url: "/tyk/oauth/clients/{apiID}/{keyName}";
};

export type DeleteOAuthClientErrors = {
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * The client or the API is unknown (JSON), or there is no such route (text).
   */
  404: ApiStatusMessage;
};

export type DeleteOAuthClientError = DeleteOAuthClientErrors[keyof DeleteOAuthClientErrors];

export type DeleteOAuthClientResponses = {
  /**
   * Gone, whether it was there or not.
   */
  200: ApiModifyKeySuccess;
};

export type DeleteOAuthClientResponse =
  DeleteOAuthClientResponses[keyof DeleteOAuthClientResponses];

export type GetOAuthClientData = {
  body?: never;
  path: {
    /**
     * The API's id.
     */
    apiID: string;
    /**
     * The client's id. The router matches the decoded path: a slash or a dot segment reaches another route even when
     * percent-encoded, and an empty id is another call.
     */
    keyName: string;
  };
  query?: never;
  url: "/tyk/oauth/clients/{apiID}/{keyName}";
};

export type GetOAuthClientErrors = {
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * The client or the API is unknown (JSON), or there is no such route (text).
   */
  404: ApiStatusMessage;
};

export type GetOAuthClientError = GetOAuthClientErrors[keyof GetOAuthClientErrors];

export type GetOAuthClientResponses = {
  /**
   * The client.
   */
  200: OAuthClient;
};

export type GetOAuthClientResponse = GetOAuthClientResponses[keyof GetOAuthClientResponses];

export type UpdateOAuthClientData = {
  body: NewClientRequest;
  path: {
    /**
     * The API's id.
     */
    apiID: string;
    /**
     * The client's id. The router matches the decoded path: a slash or a dot segment reaches another route even when
     * percent-encoded, and an empty id is another call.
     */
    keyName: string;
  };
  query?: never;
  url: "/tyk/oauth/clients/{apiID}/{keyName}";
};

export type UpdateOAuthClientErrors = {
  /**
   * The policy does not grant this API; also for a client that does not exist.
   */
  400: ApiStatusMessage;
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * The API, the policy or the client is unknown (JSON), or there is no such route (text).
   */
  404: ApiStatusMessage;
  /**
   * The body is missing, is not JSON, or has a field of another type. Not a fault of the gateway.
   */
  500: ApiStatusMessage;
};

export type UpdateOAuthClientError = UpdateOAuthClientErrors[keyof UpdateOAuthClientErrors];

export type UpdateOAuthClientResponses = {
  /**
   * The client as stored now.
   */
  200: OAuthClient;
};

export type UpdateOAuthClientResponse =
  UpdateOAuthClientResponses[keyof UpdateOAuthClientResponses];

export type RotateOAuthClientData = {
  body?: never;
  path: {
    /**
     * The API's id.
     */
    apiID: string;
    /**
     * The client's id.
     */
    keyName: string;
  };
  query?: never;
  url: "/tyk/oauth/clients/{apiID}/{keyName}/rotate";
};

export type RotateOAuthClientErrors = {
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * The API or the client is unknown (JSON), or there is no such route (text).
   */
  404: ApiStatusMessage;
};

export type RotateOAuthClientError = RotateOAuthClientErrors[keyof RotateOAuthClientErrors];

export type RotateOAuthClientResponses = {
  /**
   * The client with its new secret.
   */
  200: OAuthClient;
};

export type RotateOAuthClientResponse =
  RotateOAuthClientResponses[keyof RotateOAuthClientResponses];

export type GetOAuthClientTokensData = {
  body?: never;
  path: {
    /**
     * The API's id.
     */
    apiID: string;
    /**
     * The client's id.
     */
    keyName: string;
  };
  query?: {
    /**
     * Counted from 1. The gateway reads 0, a negative number and a word as 1, and an empty value as if there
     * were none.
     */
    page?: number;
  };
  url: "/tyk/oauth/clients/{apiID}/{keyName}/tokens";
};

export type GetOAuthClientTokensErrors = {
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * The client or the API is unknown (JSON), or there is no such route (text).
   */
  404: ApiStatusMessage;
};

export type GetOAuthClientTokensError =
  GetOAuthClientTokensErrors[keyof GetOAuthClientTokensErrors];

export type GetOAuthClientTokensResponses = {
  /**
   * The tokens, bare or as a page.
   */
  200: Array<OAuthToken> | OAuthTokenPage;
};

export type GetOAuthClientTokensResponse =
  GetOAuthClientTokensResponses[keyof GetOAuthClientTokensResponses];

export type ListOAuthClientApisData = {
  body?: never;
  path: {
    /**
     * The client's id.
     */
    clientID: string;
  };
  query: {
    /**
     * The organisation's id; empty for any.
     */
    orgID: string;
  };
  url: "/tyk/oauth/clients/apis/{clientID}";
};

export type ListOAuthClientApisErrors = {
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * The client or the API is unknown (JSON), or there is no such route (text).
   */
  404: ApiStatusMessage;
};

export type ListOAuthClientApisError = ListOAuthClientApisErrors[keyof ListOAuthClientApisErrors];

export type ListOAuthClientApisResponses = {
  /**
   * The ids of the APIs.
   */
  200: Array<string>;
};

export type ListOAuthClientApisResponse =
  ListOAuthClientApisResponses[keyof ListOAuthClientApisResponses];

export type InvalidateOAuthRefreshData = {
  body?: never;
  path: {
    /**
     * The refresh token. A secret in a path, which logs on the way may keep.
     */
    keyName: string;
  };
  query: {
    /**
     * The API's id. Spelt otherwise, or empty, it is 400.
     */
    api_id: string;
  };
  url: "/tyk/oauth/refresh/{keyName}";
};

export type InvalidateOAuthRefreshErrors = {
  /**
   * No API is named, or (3.0.0 alone; 200 later) the API is not an OAuth one.
   */
  400: ApiStatusMessage;
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * The API is unknown (JSON), or there is no such route (text).
   */
  404: ApiStatusMessage;
};

export type InvalidateOAuthRefreshError =
  InvalidateOAuthRefreshErrors[keyof InvalidateOAuthRefreshErrors];

export type InvalidateOAuthRefreshResponses = {
  /**
   * Invalid now, whether it was there or not.
   */
  200: ApiModifyKeySuccess;
};

export type InvalidateOAuthRefreshResponse =
  InvalidateOAuthRefreshResponses[keyof InvalidateOAuthRefreshResponses];

export type RevokeSingleTokenData = {
  body: RevokeTokenRequest;
  path?: never;
  query?: never;
  url: "/tyk/oauth/revoke";
};

export type RevokeSingleTokenErrors = {
  /**
   * A field is missing, or the client is unknown.
   */
  400: ApiStatusMessage;
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * No such route on this address. A wrong port or listen path, an edge, or an older gateway.
   */
  404: string;
};

export type RevokeSingleTokenError = RevokeSingleTokenErrors[keyof RevokeSingleTokenErrors];

export type RevokeSingleTokenResponses = {
  /**
   * Done, whether there was such a token or not.
   */
  200: ApiStatusMessage;
};

export type RevokeSingleTokenResponse =
  RevokeSingleTokenResponses[keyof RevokeSingleTokenResponses];

export type RevokeAllTokensData = {
  body: RevokeAllRequest;
  path?: never;
  query?: never;
  url: "/tyk/oauth/revoke_all";
};

export type RevokeAllTokensErrors = {
  /**
   * A field is missing.
   */
  401: ApiStatusMessage;
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * The client is unknown, in this organisation or at all, or its record is gone (JSON), or there is no such route (text).
   */
  404: ApiStatusMessage;
};

export type RevokeAllTokensError = RevokeAllTokensErrors[keyof RevokeAllTokensErrors];

export type RevokeAllTokensResponses = {
  /**
   * Done, or nothing done because the secret was wrong.
   */
  200: ApiStatusMessage;
};

export type RevokeAllTokensResponse = RevokeAllTokensResponses[keyof RevokeAllTokensResponses];

export type PurgeOAuthTokensData = {
  body?: never;
  path?: never;
  query: {
    /**
     * The gateway knows this one value alone.
     */
    scope: "lapsed";
  };
  url: "/tyk/oauth/tokens";
};

export type PurgeOAuthTokensErrors = {
  /**
   * Another scope, or an empty one.
   */
  400: ApiStatusMessage;
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * No such route on this address. A wrong port or listen path, an edge, or an older gateway.
   */
  404: string;
  /**
   * No scope.
   */
  422: ApiStatusMessage;
};

export type PurgeOAuthTokensError = PurgeOAuthTokensErrors[keyof PurgeOAuthTokensErrors];

export type PurgeOAuthTokensResponses = {
  /**
   * Purged, or nothing done because no retention period is set.
   */
  200: ApiStatusMessage;
};

export type PurgeOAuthTokensResponse = PurgeOAuthTokensResponses[keyof PurgeOAuthTokensResponses];

export type ListApisData = {
  body?: never;
  path?: never;
  query?: {
    /**
     * `mcp` for MCP APIs too, which the list omits otherwise (since 5.12). Earlier versions ignore it.
     */
    include_types?: string;
  };
  url: "/tyk/apis";
};

export type ListApisErrors = {
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * No such route on this address. A wrong port or listen path, an edge, or an older gateway.
   */
  404: string;
};

export type ListApisError = ListApisErrors[keyof ListApisErrors];

export type ListApisResponses = {
  /**
   * The definitions.
   */
  200: Array<ApiDefinition>;
};

export type ListApisResponse = ListApisResponses[keyof ListApisResponses];

export type GetApiData = {
  body?: never;
  path: {
    /**
     * The API's id.
     */
    apiID: string;
  };
  query?: never;
  url: "/tyk/apis/{apiID}";
};

export type GetApiErrors = {
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * The API is unknown (JSON), or there is no such route (text).
   */
  404: ApiStatusMessage;
};

export type GetApiError = GetApiErrors[keyof GetApiErrors];

export type GetApiResponses = {
  /**
   * The definition.
   */
  200: ApiDefinition;
};

export type GetApiResponse = GetApiResponses[keyof GetApiResponses];

export type ListPoliciesData = {
  body?: never;
  path?: never;
  query?: never;
  url: "/tyk/policies";
};

export type ListPoliciesErrors = {
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * No such route on this address. A wrong port or listen path, an edge, or an older gateway.
   */
  404: string;
};

export type ListPoliciesError = ListPoliciesErrors[keyof ListPoliciesErrors];

export type ListPoliciesResponses = {
  /**
   * The policies.
   */
  200: Array<Policy>;
};

export type ListPoliciesResponse = ListPoliciesResponses[keyof ListPoliciesResponses];

export type GetPolicyData = {
  body?: never;
  path: {
    /**
     * The policy's id.
     */
    polID: string;
  };
  query?: never;
  url: "/tyk/policies/{polID}";
};

export type GetPolicyErrors = {
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * The policy is unknown, or has no id (JSON), or there is no such route (text).
   */
  404: ApiStatusMessage;
};

export type GetPolicyError = GetPolicyErrors[keyof GetPolicyErrors];

export type GetPolicyResponses = {
  /**
   * The policy.
   */
  200: Policy;
};

export type GetPolicyResponse = GetPolicyResponses[keyof GetPolicyResponses];

export type ListKeysData = {
  body?: never;
  path?: never;
  query?: {
    /**
     * List hashes.
     */
    hashed?: boolean;
    /**
     * Keys of this API. Where keys are not hashed it needs `filter`.
     */
    api_id?: string;
    /**
     * The organisation's id.
     */
    filter?: string;
  };
  url: "/tyk/keys";
};

export type ListKeysErrors = {
  /**
   * Keys are not hashed, and `api_id` came without `filter`.
   */
  400: ApiStatusMessage;
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * Listing hashes is off (JSON), or there is no such route (text).
   */
  404: ApiStatusMessage;
};

export type ListKeysError = ListKeysErrors[keyof ListKeysErrors];

export type ListKeysResponses = {
  /**
   * The keys.
   */
  200: KeyList;
};

export type ListKeysResponse = ListKeysResponses[keyof ListKeysResponses];

export type DeleteKeyData = {
  body?: never;
  path: {
    /**
     * A hash, or, where keys are not hashed, the token itself, which then is a secret in a path.
     */
    keyID: string;
  };
  query?: {
    /**
     * The id is a hash. On a gateway that hashes no keys a read with it is 400.
     */
    hashed?: boolean;
    /**
     * The API whose storage is asked.
     */
    api_id?: string;
  };
  url: "/tyk/keys/{keyID}";
};

export type DeleteKeyErrors = {
  /**
   * No such key, on 3.0.0.
   */
  400: ApiStatusMessage;
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * No such key (JSON), or there is no such route (text).
   */
  404: ApiStatusMessage;
};

export type DeleteKeyError = DeleteKeyErrors[keyof DeleteKeyErrors];

export type DeleteKeyResponses = {
  /**
   * Removed.
   */
  200: ApiModifyKeySuccess;
};

export type DeleteKeyResponse = DeleteKeyResponses[keyof DeleteKeyResponses];

export type GetKeyData = {
  body?: never;
  path: {
    /**
     * A hash, or, where keys are not hashed, the token itself, which then is a secret in a path.
     */
    keyID: string;
  };
  query?: {
    /**
     * The id is a hash. On a gateway that hashes no keys a read with it is 400.
     */
    hashed?: boolean;
    /**
     * The API whose storage is asked.
     */
    api_id?: string;
  };
  url: "/tyk/keys/{keyID}";
};

export type GetKeyErrors = {
  /**
   * Asked by hash, but keys are not hashed.
   */
  400: ApiStatusMessage;
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * No such key (JSON), or there is no such route (text).
   */
  404: ApiStatusMessage;
};

export type GetKeyError = GetKeyErrors[keyof GetKeyErrors];

export type GetKeyResponses = {
  /**
   * The session.
   */
  200: KeySession;
};

export type GetKeyResponse = GetKeyResponses[keyof GetKeyResponses];

export type HelloData = {
  body?: never;
  path?: never;
  query?: never;
  url: "/hello";
};

export type HelloErrors = {
  /**
   * No such route on this address. A wrong port or listen path, an edge, or an older gateway.
   */
  404: string;
};

export type HelloError = HelloErrors[keyof HelloErrors];

export type HelloResponses = {
  /**
   * How the gateway is.
   */
  200: GatewayInfo;
};

export type HelloResponse = HelloResponses[keyof HelloResponses];

export type AuthorizeClientData = {
  body: AuthorizeClientRequest;
  path?: never;
  query?: never;
  url: "/tyk/oauth/authorize-client/";
};

export type AuthorizeClientErrors = {
  /**
   * The gateway's secret is refused (JSON), or the grant is (JSON labelled as text).
   */
  403: ApiStatusMessage;
  /**
   * No such route on this address. A wrong port or listen path, an edge, or an older gateway.
   */
  404: string;
};

export type AuthorizeClientError = AuthorizeClientErrors[keyof AuthorizeClientErrors];

export type AuthorizeClientResponses = {
  /**
   * A code or a token, by `response_type`.
   */
  200: AuthorizeCodeResponse | AuthorizeTokenResponse;
};

export type AuthorizeClientResponse = AuthorizeClientResponses[keyof AuthorizeClientResponses];

export type OauthAuthorizeData = {
  body?: never;
  path?: never;
  query: {
    /**
     * `code` or `token`, as far as the API allows them.
     */
    response_type: string;
    /**
     * The client's id.
     */
    client_id: string;
    /**
     * Must begin with the client's.
     */
    redirect_uri?: string;
    /**
     * Given back to the client as it came.
     */
    state?: string;
  };
  url: "/oauth/authorize/";
};

export type OauthAuthorizeErrors = {
  /**
   * Refused.
   */
  403: ApiStatusMessage;
  /**
   * No such route on this address. A wrong port or listen path, an edge, or an older gateway.
   */
  404: string;
};

export type OauthAuthorizeError = OauthAuthorizeErrors[keyof OauthAuthorizeErrors];

export type OauthTokenData = {
  body: TokenRequest;
  path?: never;
  query?: never;
  url: "/oauth/token/";
};

export type OauthTokenErrors = {
  /**
   * Refused, whatever the reason.
   */
  403: OAuthErrorBody;
  /**
   * No such route on this address. A wrong port or listen path, an edge, or an older gateway.
   */
  404: string;
};

export type OauthTokenError = OauthTokenErrors[keyof OauthTokenErrors];

export type OauthTokenResponses = {
  /**
   * The token.
   */
  200: TokenResponse;
};

export type OauthTokenResponse = OauthTokenResponses[keyof OauthTokenResponses];

export type OauthRevokeData = {
  body: {
    /**
     * The token itself.
     */
    token: string;
    /**
     * `access_token` or `refresh_token`.
     */
    token_type_hint?: string;
  };
  path?: never;
  query?: never;
  url: "/oauth/revoke";
};

export type OauthRevokeErrors = {
  /**
   * No such route on this address. A wrong port or listen path, an edge, or an older gateway.
   */
  404: string;
};

export type OauthRevokeError = OauthRevokeErrors[keyof OauthRevokeErrors];

export type OauthRevokeResponses = {
  /**
   * Done.
   */
  200: ApiStatusMessage;
};

export type OauthRevokeResponse = OauthRevokeResponses[keyof OauthRevokeResponses];

export type OauthRevokeAllData = {
  body: RevokeAllRequest;
  path?: never;
  query?: never;
  url: "/oauth/revoke_all";
};

export type OauthRevokeAllErrors = {
  /**
   * The secret is wrong.
   */
  401: ApiStatusMessage;
  /**
   * No such route on this address. A wrong port or listen path, an edge, or an older gateway.
   */
  404: string;
};

export type OauthRevokeAllError = OauthRevokeAllErrors[keyof OauthRevokeAllErrors];

export type OauthRevokeAllResponses = {
  /**
   * Done.
   */
  200: ApiStatusMessage;
};

export type OauthRevokeAllResponse = OauthRevokeAllResponses[keyof OauthRevokeAllResponses];

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
 * A client with its secret, as the gateway returns it. It never has `api_id`.
 */
export type OAuthClient = {
  /**
   * The client's id.
   */
  client_id: string;
  /**
   * Empty or absent if not set. It can hold several URIs only if the gateway has a separator configured.
   */
  redirect_uri?: string;
  /**
   * The policy of the client's tokens. Absent if not set.
   */
  policy_id?: string;
  /**
   * The client's secret in plain text.
   */
  secret: string;
  /**
   * Any JSON. `null` or absent if not set. The client gets tokens only if this is an object or `null`.
   */
  meta_data?: unknown;
  /**
   * Empty or absent if not set.
   */
  description?: string;
};

/**
 * A client to store. The gateway requires no field and ignores unknown fields.
 */
export type NewClientRequest = {
  /**
   * The client's id. The gateway generates one if it is missing. An update ignores it.
   */
  client_id?: string;
  /**
   * The client gets no token without a redirect URI.
   */
  redirect_uri?: string;
  /**
   * The API of the client. Without it, the client is created on each API that the policy grants. An update ignores it.
   */
  api_id?: string;
  /**
   * The policy of the client's tokens.
   */
  policy_id?: string;
  /**
   * The client's secret. The gateway generates one if it is missing. An update ignores it.
   */
  secret?: string;
  /**
   * Any JSON. If it is neither an object nor `null`, the token endpoint drops the connection.
   */
  meta_data?: unknown;
  /**
   * A text for people.
   */
  description?: string;
};

/**
 * An entry of a client's token list.
 */
export type OAuthToken = {
  /**
   * The token's hash, or the token itself if keys are not hashed. The number of hex digits shows the hash function: 8
   * for the default, 16 for murmur64, 32 for murmur128, 64 for sha256. A token is base64.
   */
  code: string;
  /**
   * The token's expiry, as Unix time in seconds.
   */
  expires: number;
};

/**
 * A page of a client's token list. The gateway writes these field names with capitals.
 */
export type OAuthTokenPage = {
  Pagination: OAuthTokenPagination;
  Tokens: Array<OAuthToken>;
};

/**
 * The position of the page in the list.
 */
export type OAuthTokenPagination = {
  /**
   * The number of this page, from 1.
   */
  page_num: number;
  /**
   * The number of pages. 0 for an empty list.
   */
  page_total: number;
  /**
   * The maximum number of tokens on a page. 100 in all known versions.
   */
  page_size: number;
};

/**
 * The result of a deletion of a client, a key or a refresh token.
 */
export type ApiModifyKeySuccess = {
  /**
   * The id from the request. It is a secret if it is a refresh token, or a key that is not hashed.
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
 * The control API's status message, for success and for errors.
 */
export type ApiStatusMessage = {
  /**
   * `ok` or `error`.
   */
  status: string;
  /**
   * A text for people. If one status has several causes, only this text distinguishes them.
   */
  message?: string;
};

/**
 * An error of the OAuth endpoints.
 */
export type OAuthErrorBody = {
  /**
   * `invalid_request`, `invalid_grant`, `unauthorized_client`, `unsupported_response_type`,
   * `unsupported_grant_type`, `access_denied` or `server_error`.
   */
  error: string;
  /**
   * A text for people.
   */
  error_description: string;
  /**
   * Where to redirect the browser with the error if the request's redirect URI does not match. It is the client's own URI, the first one if it has several.
   */
  redirect_to?: string;
};

/**
 * The form of an authorization.
 */
export type AuthorizeClientRequest = {
  /**
   * `code` or `token`, if the API allows it.
   */
  response_type: string;
  /**
   * The client's id.
   */
  client_id: string;
  /**
   * Must begin with the client's redirect URI (Trap 20). The client's own URI is used if this is missing.
   */
  redirect_uri?: string;
  /**
   * Returned unchanged.
   */
  state?: string;
  /**
   * The rules of the token's session, as a JSON string. They replace the client's policy completely, so they must have
   * `apply_policies` or `access_rights`. A string that is not JSON is ignored silently (Trap 19). Without rules, the
   * client's policy applies. The gateway overwrites `expires` and `oauth_client_id` (Trap 30).
   */
  key_rules?: string;
  /**
   * PKCE. Accepted, but a wrong verifier is not refused (Trap 21).
   */
  code_challenge?: string;
  /**
   * `S256` or `plain`.
   */
  code_challenge_method?: string;
};

/**
 * An authorization code. It works once.
 */
export type AuthorizeCodeResponse = {
  /**
   * The code for the client.
   */
  code: string;
  /**
   * Where to redirect the browser. The query has the code.
   */
  redirect_to: string;
  /**
   * The state of the request, if it had one.
   */
  state?: string;
};

/**
 * An access token of the implicit grant.
 */
export type AuthorizeTokenResponse = {
  /**
   * The access token.
   */
  access_token: string;
  /**
   * The token's lifetime in seconds. Can be absent.
   */
  expires_in?: number;
  /**
   * Where to redirect the browser. The fragment has the token.
   */
  redirect_to: string;
  /**
   * The state of the request, if it had one.
   */
  state?: string;
  /**
   * `bearer`.
   */
  token_type?: string;
};

/**
 * The form of a token request. The grant type decides which fields are used.
 */
export type TokenRequest = {
  /**
   * `client_credentials`, `authorization_code`, `refresh_token` or `password`, if the API allows it.
   */
  grant_type: string;
  /**
   * For `authorization_code`.
   */
  code?: string;
  /**
   * For `authorization_code`. The redirect URI that the code was issued for.
   */
  redirect_uri?: string;
  /**
   * For `authorization_code` with PKCE. The gateway does not check it (Trap 21).
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
   * The OAuth scope.
   */
  scope?: string;
};

/**
 * An issued token.
 */
export type TokenResponse = {
  /**
   * The access token.
   */
  access_token: string;
  /**
   * The token's lifetime in seconds. Can be absent.
   */
  expires_in?: number;
  /**
   * Present for a code and for a refresh.
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
   * The token itself, never its hash (Trap 11).
   */
  token: string;
  /**
   * Any existing client. The gateway does not check that the token belongs to it (Trap 17).
   */
  client_id: string;
  /**
   * `access_token` or `refresh_token`. Without it, or with another value, the gateway tries both.
   */
  token_type_hint?: string;
  /**
   * The organisation of the client.
   */
  org_id?: string;
};

/**
 * The form of a revocation of all tokens of a client.
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
   * The organisation of the client.
   */
  org_id?: string;
};

/**
 * The fields of an API definition that matter here. The gateway sends many more.
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
   * A text for people.
   */
  name?: string;
  /**
   * Whether the API is active. A definition from a file is served even if this is false (Trap 41).
   */
  active?: boolean;
  /**
   * Whether only other APIs can call it. If so, it is not served on the common port.
   */
  internal?: boolean;
  /**
   * The API's separate port. 0 for the common port.
   */
  listen_port?: number;
  /**
   * Whether the API uses OAuth.
   */
  use_oauth2?: boolean;
  /**
   * Whether the API needs no key.
   */
  use_keyless?: boolean;
  /**
   * Whether the API accepts auth tokens (plain keys).
   */
  use_standard_auth?: boolean;
  /**
   * The only host that serves the API. Empty for any host.
   */
  domain?: string;
  /**
   * Whether `domain` is ignored. If so, any host serves the API.
   */
  domain_disabled?: boolean;
  /**
   * The API's OAuth settings.
   */
  oauth_meta?: {
    /**
     * The grant types that the token endpoint accepts.
     */
    allowed_access_types?: Array<string> | null;
    /**
     * The response types that the API accepts.
     */
    allowed_authorize_types?: Array<string> | null;
    /**
     * The URL of the login page.
     */
    auth_login_redirect?: string;
    [key: string]: unknown;
  };
  /**
   * The API's listen path and upstream.
   */
  proxy: {
    /**
     * The path under which the API is served.
     */
    listen_path: string;
    /**
     * Whether the gateway removes the listen path before it calls the upstream.
     */
    strip_listen_path?: boolean;
    [key: string]: unknown;
  };
  [key: string]: unknown;
};

/**
 * The fields of a policy that matter here. The gateway sends many more.
 */
export type Policy = {
  /**
   * The policy's id. On 4.3 and 5.3 it is empty for a policy from a file.
   */
  id?: string;
  /**
   * The organisation's id.
   */
  org_id?: string;
  /**
   * Whether the policy is active.
   */
  active?: boolean;
  /**
   * Whether APIs refuse tokens of this policy (Trap 39).
   */
  is_inactive?: boolean;
  /**
   * The parts of a session that the policy sets. All parts if none is true.
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
   * The granted APIs, by API id.
   */
  access_rights?: {
    [key: string]: AccessRight;
  } | null;
  [key: string]: unknown;
};

/**
 * Access to one API.
 */
export type AccessRight = {
  /**
   * The API's id.
   */
  api_id?: string;
  /**
   * A text for people.
   */
  api_name?: string;
  /**
   * The granted versions of the API.
   */
  versions?: Array<string> | null;
  [key: string]: unknown;
};

/**
 * The stored keys.
 */
export type KeyList = {
  /**
   * The hashes, or the tokens themselves if keys are not hashed.
   */
  keys: Array<string>;
};

/**
 * The fields of a session that matter here. The gateway sends many more.
 */
export type KeySession = {
  /**
   * The organisation's id. Empty or absent if the session has none.
   */
  org_id?: string;
  /**
   * The client that the token was issued to. Empty or absent if the key does not belong to an OAuth client.
   */
  oauth_client_id?: string;
  /**
   * The expiry, as Unix time in seconds. 0, negative or absent if the key never expires.
   */
  expires?: number;
  /**
   * Whether APIs refuse the key.
   */
  is_inactive?: boolean;
  /**
   * The APIs that the key opens, by API id.
   */
  access_rights?: {
    [key: string]: AccessRight;
  } | null;
  /**
   * The metadata of the session, such as that of its user and client.
   */
  meta_data?: unknown;
  /**
   * The ids of the session's policies.
   */
  apply_policies?: Array<string> | null;
  [key: string]: unknown;
};

/**
 * The gateway's health and version.
 */
export type GatewayInfo = {
  /**
   * `pass`, `warn` or `fail`.
   */
  status: string;
  /**
   * The version that the build reports. It can be wrong.
   */
  version?: string;
  /**
   * The name of the product.
   */
  description?: string;
  /**
   * The health of the gateway's dependencies, by name.
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
   * The API or the policy is unknown, or the API does not use OAuth.
   */
  400: ApiStatusMessage;
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * The route does not exist at this address. The port or the listen path is wrong, or the gateway is an edge or too old.
   */
  404: string;
  /**
   * The body is missing, is not JSON, or has a field of a wrong type. The request is wrong, not the gateway.
   */
  500: ApiStatusMessage;
};

export type CreateOAuthClientError = CreateOAuthClientErrors[keyof CreateOAuthClientErrors];

export type CreateOAuthClientResponses = {
  /**
   * The stored client.
   */
  200: OAuthClient;
};

export type CreateOAuthClientResponse =
  CreateOAuthClientResponses[keyof CreateOAuthClientResponses];

export type ListOAuthClientsData = {
  body?: never;
  path: {
    /**
     * The API's id. `create` and `apis` are other routes.
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
   * The API is unknown or its index is stale (`null`), or the route does not exist (text).
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
     * The API's id. `create` and `apis` are other routes.
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
   * The route does not exist at this address. The port or the listen path is wrong, or the gateway is an edge or too old.
   */
  404: string;
  /**
   * Every request.
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
     * The client's id. The router matches the decoded path: a slash or a dot segment reaches another route, even if it
     * is percent-encoded (Trap 2). An empty id is another operation (Trap 1).
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
   * The client or the API is unknown (JSON), or the route does not exist (text).
   */
  404: ApiStatusMessage;
};

export type DeleteOAuthClientError = DeleteOAuthClientErrors[keyof DeleteOAuthClientErrors];

export type DeleteOAuthClientResponses = {
  /**
   * The client does not exist now. It may not have existed before.
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
     * The client's id. The router matches the decoded path: a slash or a dot segment reaches another route, even if it
     * is percent-encoded (Trap 2). An empty id is another operation (Trap 1).
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
   * The client or the API is unknown (JSON), or the route does not exist (text).
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
     * The client's id. The router matches the decoded path: a slash or a dot segment reaches another route, even if it
     * is percent-encoded (Trap 2). An empty id is another operation (Trap 1).
     */
    keyName: string;
  };
  query?: never;
  url: "/tyk/oauth/clients/{apiID}/{keyName}";
};

export type UpdateOAuthClientErrors = {
  /**
   * The policy does not grant this API. The client need not exist.
   */
  400: ApiStatusMessage;
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * The API, the policy or the client is unknown (JSON), or the route does not exist (text).
   */
  404: ApiStatusMessage;
  /**
   * The body is missing, is not JSON, or has a field of a wrong type. The request is wrong, not the gateway.
   */
  500: ApiStatusMessage;
};

export type UpdateOAuthClientError = UpdateOAuthClientErrors[keyof UpdateOAuthClientErrors];

export type UpdateOAuthClientResponses = {
  /**
   * The stored client.
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
   * The API or the client is unknown (JSON), or the route does not exist (text).
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
     * The page number, from 1. The gateway treats 0, a negative number and any other text as 1, and an empty value as
     * no parameter.
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
   * The client or the API is unknown (JSON), or the route does not exist (text).
   */
  404: ApiStatusMessage;
};

export type GetOAuthClientTokensError =
  GetOAuthClientTokensErrors[keyof GetOAuthClientTokensErrors];

export type GetOAuthClientTokensResponses = {
  /**
   * The tokens, as an array or as a page.
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
     * The organisation's id. An empty value matches every organisation.
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
   * The client or the API is unknown (JSON), or the route does not exist (text).
   */
  404: ApiStatusMessage;
};

export type ListOAuthClientApisError = ListOAuthClientApisErrors[keyof ListOAuthClientApisErrors];

export type ListOAuthClientApisResponses = {
  /**
   * The API ids.
   */
  200: Array<string>;
};

export type ListOAuthClientApisResponse =
  ListOAuthClientApisResponses[keyof ListOAuthClientApisResponses];

export type InvalidateOAuthRefreshData = {
  body?: never;
  path: {
    /**
     * The refresh token. It is a secret in a path, so proxies may log it.
     */
    keyName: string;
  };
  query: {
    /**
     * The API's id. The response is 400 if the parameter is empty or has another name.
     */
    api_id: string;
  };
  url: "/tyk/oauth/refresh/{keyName}";
};

export type InvalidateOAuthRefreshErrors = {
  /**
   * The API is missing, or does not use OAuth (on 3.0.0, and later in a fresh process, Trap 32).
   */
  400: ApiStatusMessage;
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * The API is unknown (JSON), or the route does not exist (text).
   */
  404: ApiStatusMessage;
};

export type InvalidateOAuthRefreshError =
  InvalidateOAuthRefreshErrors[keyof InvalidateOAuthRefreshErrors];

export type InvalidateOAuthRefreshResponses = {
  /**
   * The refresh token is invalid now. It may not have existed before.
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
   * A required field is missing, or the client is unknown.
   */
  400: ApiStatusMessage;
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * The route does not exist at this address. The port or the listen path is wrong, or the gateway is an edge or too old.
   */
  404: string;
};

export type RevokeSingleTokenError = RevokeSingleTokenErrors[keyof RevokeSingleTokenErrors];

export type RevokeSingleTokenResponses = {
  /**
   * The request was processed. The token may not have existed.
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
   * A required field is missing.
   */
  401: ApiStatusMessage;
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * The client is unknown, or unknown in this organisation, or its record is gone (JSON). Or the route does not exist (text).
   */
  404: ApiStatusMessage;
};

export type RevokeAllTokensError = RevokeAllTokensErrors[keyof RevokeAllTokensErrors];

export type RevokeAllTokensResponses = {
  /**
   * The tokens are revoked, or nothing was done because the secret is wrong.
   */
  200: ApiStatusMessage;
};

export type RevokeAllTokensResponse = RevokeAllTokensResponses[keyof RevokeAllTokensResponses];

export type PurgeOAuthTokensData = {
  body?: never;
  path?: never;
  query: {
    /**
     * The only value that the gateway accepts.
     */
    scope: "lapsed";
  };
  url: "/tyk/oauth/tokens";
};

export type PurgeOAuthTokensErrors = {
  /**
   * The scope is unknown or empty.
   */
  400: ApiStatusMessage;
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * The route does not exist at this address. The port or the listen path is wrong, or the gateway is an edge or too old.
   */
  404: string;
  /**
   * The scope is missing.
   */
  422: ApiStatusMessage;
};

export type PurgeOAuthTokensError = PurgeOAuthTokensErrors[keyof PurgeOAuthTokensErrors];

export type PurgeOAuthTokensResponses = {
  /**
   * The lists are purged, or nothing was done (Traps 17 and 36).
   */
  200: ApiStatusMessage;
};

export type PurgeOAuthTokensResponse = PurgeOAuthTokensResponses[keyof PurgeOAuthTokensResponses];

export type ListApisData = {
  body?: never;
  path?: never;
  query?: {
    /**
     * `mcp` also lists MCP APIs, which are omitted otherwise (since 5.12). Earlier versions ignore the parameter.
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
   * The route does not exist at this address. The port or the listen path is wrong, or the gateway is an edge or too old.
   */
  404: string;
};

export type ListApisError = ListApisErrors[keyof ListApisErrors];

export type ListApisResponses = {
  /**
   * The API definitions.
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
   * The API is unknown (JSON), or the route does not exist (text).
   */
  404: ApiStatusMessage;
};

export type GetApiError = GetApiErrors[keyof GetApiErrors];

export type GetApiResponses = {
  /**
   * The API definition.
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
   * The route does not exist at this address. The port or the listen path is wrong, or the gateway is an edge or too old.
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
   * The policy is unknown or has no id (JSON), or the route does not exist (text).
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
     * Whether to list hashes.
     */
    hashed?: boolean;
    /**
     * Lists only keys of this API. If keys are not hashed, `filter` is required too.
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
   * Keys are not hashed, and the request has `api_id` without `filter`.
   */
  400: ApiStatusMessage;
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * The gateway does not list hashes (JSON), or the route does not exist (text).
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
     * The token's hash. If keys are not hashed, the token itself, which is then a secret in a path.
     */
    keyID: string;
  };
  query?: {
    /**
     * Whether the id is a hash. If keys are not hashed, a read with `true` is 400.
     */
    hashed?: boolean;
    /**
     * The API whose storage holds the key.
     */
    api_id?: string;
  };
  url: "/tyk/keys/{keyID}";
};

export type DeleteKeyErrors = {
  /**
   * The key is unknown (3.0.0).
   */
  400: ApiStatusMessage;
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * The key is unknown (JSON), or the route does not exist (text).
   */
  404: ApiStatusMessage;
};

export type DeleteKeyError = DeleteKeyErrors[keyof DeleteKeyErrors];

export type DeleteKeyResponses = {
  /**
   * The session is removed.
   */
  200: ApiModifyKeySuccess;
};

export type DeleteKeyResponse = DeleteKeyResponses[keyof DeleteKeyResponses];

export type GetKeyData = {
  body?: never;
  path: {
    /**
     * The token's hash. If keys are not hashed, the token itself, which is then a secret in a path.
     */
    keyID: string;
  };
  query?: {
    /**
     * Whether the id is a hash. If keys are not hashed, a read with `true` is 400.
     */
    hashed?: boolean;
    /**
     * The API whose storage holds the key.
     */
    api_id?: string;
  };
  url: "/tyk/keys/{keyID}";
};

export type GetKeyErrors = {
  /**
   * The request has `hashed=true`, but keys are not hashed.
   */
  400: ApiStatusMessage;
  /**
   * The gateway's secret is missing or wrong.
   */
  403: ApiStatusMessage;
  /**
   * The key is unknown (JSON), or the route does not exist (text).
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
   * The route does not exist at this address. The port or the listen path is wrong, or the gateway is an edge or too old.
   */
  404: string;
};

export type HelloError = HelloErrors[keyof HelloErrors];

export type HelloResponses = {
  /**
   * The gateway's health.
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
   * The gateway's secret is refused (JSON), or the grant is refused (JSON with the content type `text/plain`).
   */
  403: ApiStatusMessage;
  /**
   * The route does not exist at this address. The port or the listen path is wrong, or the gateway is an edge or too old.
   */
  404: string;
};

export type AuthorizeClientError = AuthorizeClientErrors[keyof AuthorizeClientErrors];

export type AuthorizeClientResponses = {
  /**
   * A code or a token, depending on `response_type`.
   */
  200: AuthorizeCodeResponse | AuthorizeTokenResponse;
};

export type AuthorizeClientResponse = AuthorizeClientResponses[keyof AuthorizeClientResponses];

export type OauthAuthorizeData = {
  body?: never;
  path?: never;
  query: {
    /**
     * `code` or `token`, if the API allows it.
     */
    response_type: string;
    /**
     * The client's id.
     */
    client_id: string;
    /**
     * Must begin with the client's redirect URI (Trap 20).
     */
    redirect_uri?: string;
    /**
     * Returned to the client unchanged.
     */
    state?: string;
  };
  url: "/oauth/authorize/";
};

export type OauthAuthorizeErrors = {
  /**
   * The request is refused.
   */
  403: ApiStatusMessage;
  /**
   * The route does not exist at this address. The port or the listen path is wrong, or the gateway is an edge or too old.
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
   * The request is refused, for any reason.
   */
  403: OAuthErrorBody;
  /**
   * The route does not exist at this address. The port or the listen path is wrong, or the gateway is an edge or too old.
   */
  404: string;
};

export type OauthTokenError = OauthTokenErrors[keyof OauthTokenErrors];

export type OauthTokenResponses = {
  /**
   * The issued token.
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
   * The route does not exist at this address. The port or the listen path is wrong, or the gateway is an edge or too old.
   */
  404: string;
};

export type OauthRevokeError = OauthRevokeErrors[keyof OauthRevokeErrors];

export type OauthRevokeResponses = {
  /**
   * The request was processed.
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
   * The route does not exist at this address. The port or the listen path is wrong, or the gateway is an edge or too old.
   */
  404: string;
};

export type OauthRevokeAllError = OauthRevokeAllErrors[keyof OauthRevokeAllErrors];

export type OauthRevokeAllResponses = {
  /**
   * The request was processed.
   */
  200: ApiStatusMessage;
};

export type OauthRevokeAllResponse = OauthRevokeAllResponses[keyof OauthRevokeAllResponses];

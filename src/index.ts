/**
 * A client of the OAuth part of the Tyk Gateway API: clients, their secrets, tokens and authorization.
 *
 * Every public name is listed here, one by one.
 *
 * @packageDocumentation
 */
export { TykOAuth } from "./client.ts";
export type { AuthorizeRequest, AuthorizeResult } from "./authorize.ts";
export type { ClientPatch, ClientReplacement } from "./client-documents.ts";
export { TykError, isTykError } from "./errors/base.ts";
export type { TykErrorCode, TykErrorDetails, TykOutcome, TykStep } from "./errors/base.ts";
export { TykConfigError, TykInputError } from "./errors/before-request.ts";
export {
  TykAbortError,
  TykConnectionError,
  TykRedirectError,
  TykTimeoutError,
} from "./errors/connection.ts";
export type { TykPhase } from "./errors/connection.ts";
export { TykResponseError } from "./errors/response.ts";
export type { TykResponseErrorCode } from "./errors/response.ts";
export {
  TykApiError,
  TykAuthenticationError,
  TykBadRequestError,
  TykNotFoundError,
  TykOAuthError,
  TykPermissionError,
  TykRateLimitError,
  TykRouteError,
  TykServerError,
} from "./errors/api.ts";
export type { TykApiErrorCode, TykApiErrorDetails } from "./errors/api.ts";
export { TykConflictError, TykIncompleteError, TykUnsupportedError } from "./errors/verb.ts";
export type { AnyTykError, TykRequestError } from "./errors/index.ts";
export { keyRules } from "./key-rules.ts";
export type { AccessRightRule, KeyRules, KeyRulesInput } from "./key-rules.ts";
export type {
  ApiBaseUrl,
  RequestOptions,
  TykFetch,
  TykHookEvent,
  TykHooks,
  TykLogger,
  TykOAuthOptions,
  TykOAuthOverrides,
  VerbOptions,
} from "./options.ts";
export type {
  ApiAddress,
  RawApiInput,
  RawInput,
  RawOperation,
  RawQuery,
  TykRaw,
} from "./raw-types.ts";
export type { ClientRef } from "./refs.ts";
export type { ApisResource } from "./resources/apis.ts";
export type { ClientsResource } from "./resources/clients.ts";
export type { GatewayResource } from "./resources/gateway.ts";
export type { PoliciesResource } from "./resources/policies.ts";
export type {
  KnownRefreshToken,
  KnownToken,
  ListedToken,
  RevokeTarget,
  TokensResource,
} from "./resources/tokens.ts";
export type { TykPromise, TykResponseInfo, TykResult } from "./tyk-promise.ts";
export { version } from "./version.ts";
export type {
  AccessRight,
  ApiDefinition,
  ApiModifyKeySuccess,
  ApiStatusMessage,
  AuthorizeClientRequest,
  AuthorizeCodeResponse,
  AuthorizeTokenResponse,
  GatewayInfo,
  KeyList,
  KeySession,
  NewClientRequest,
  OAuthClient,
  OAuthErrorBody,
  OAuthToken,
  OAuthTokenPage,
  OAuthTokenPagination,
  Policy,
  RevokeAllRequest,
  RevokeTokenRequest,
  TokenRequest,
  TokenResponse,
} from "../generated/index.ts";

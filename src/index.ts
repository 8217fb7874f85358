/**
 * Calls the OAuth part of the Tyk Gateway API: clients, their secrets, tokens and authorization.
 *
 * This file lists every public name.
 *
 * @packageDocumentation
 */
export { TykOAuth } from "./client.ts";
export type { AllowUndefined } from "./types/allow-undefined.ts";
export type {
  ClientPatch,
  ClientReplacement,
  NewClientOfApi,
  NewClientOfPolicy,
  NewClientRequest,
} from "./types/client-documents.ts";
export { TykError } from "./errors/base.ts";
export { isTykError } from "./errors/index.ts";
export type {
  AbsenceReport,
  ApiTokens,
  BeyondReach,
  BrokenIndexReport,
  ClientLookupReport,
  CopiesReport,
  CopyReport,
  CutOffReport,
  CutOffSecret,
  IndexReport,
  ListedTokenReport,
  EndingReport,
  PassedRefreshTokens,
  RevocationReport,
  UserClient,
  UserTokensReport,
  RotatedCopy,
  RotationReport,
  ToArrayReport,
  TokenState,
  TokensReport,
  TykReport,
} from "./errors/reports.ts";
export type { TykErrorCode, TykErrorDetails, TykOutcome, TykStep } from "./errors/base.ts";
export { TykConfigError, TykInputError } from "./errors/before-request.ts";
export { TykManifestError } from "./errors/manifest.ts";
export type { ManifestProblem } from "./errors/manifest.ts";
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
export { TykConflictError, TykIncompleteError, TykUnsupportedError } from "./errors/method.ts";
export type { AnyTykError, TykRequestError } from "./errors/index.ts";
export { keyRules } from "./verbs/clients/key-rules.ts";
export type { AccessRightRule, KeyRules, KeyRulesInput } from "./verbs/clients/key-rules.ts";
export { parseNotification } from "./notifications/parse-notification.ts";
export type {
  NewTokenEvent,
  NotificationEvent,
  NotificationOptions,
  NotificationRequest,
  OtherNotificationEvent,
  ParsedNotification,
  RefreshedTokenEvent,
} from "./notifications/parse-notification.ts";
export type {
  ApiBaseUrl,
  InsecureHttp,
  RequestOptions,
  SecretOption,
  TykFetch,
  TykHookEvent,
  TykHooks,
  TykLogger,
  TykOAuthOptions,
  TykOAuthOverrides,
  TykProgress,
  VerbOptions,
} from "./types/options.ts";
export type {
  ApiAddress,
  RawApiInput,
  RawInput,
  RawOperation,
  RawQuery,
  TykRaw,
} from "./types/raw.ts";
export type {
  ClientCopies,
  ClientEverywhere,
  ClientRef,
  ClientTarget,
} from "./types/client-refs.ts";
export type { ApisResource } from "./resources/apis.ts";
export type { ClientsResource } from "./resources/clients.ts";
export type { GatewayResource } from "./resources/gateway.ts";
export type { PoliciesResource } from "./resources/policies.ts";
export type { TokensResource } from "./resources/tokens.ts";
export type { TykSpan, TykSpanAttributes, TykTracer } from "./types/tracing.ts";
export type { ToArrayArgs, TykIterator } from "./types/tyk-iterator.ts";
export type { TykPromise, TykResponseInfo, TykResult } from "./types/tyk-promise.ts";
export type { ApiEndpoints, EndpointsArgs } from "./verbs/apis/endpoints.ts";
export type { AuthorizeRequest, AuthorizeResult } from "./verbs/clients/authorize.ts";
export type { FlowRequest } from "./verbs/clients/flow.ts";
export type { LoginPage, LoginPageRequest } from "./verbs/clients/login-page.ts";
export type { ChangeableField, Lint } from "./verbs/clients/bodies.ts";
export type { ChangeArgs, PolicyChangeArgs } from "./verbs/clients/change.ts";
export type { ClientCopy, CopyWithNewSecret, OfTarget } from "./verbs/clients/copies.ts";
export type { CreateArgs, CreatedClient, KeptDifference } from "./verbs/clients/create.ts";
export type { CutOffArgs, CutOffResult } from "./verbs/clients/cut-off.ts";
export type { DeleteArgs, DeletionReport } from "./verbs/clients/delete.ts";
export type { ClientInspection } from "./verbs/clients/inspect.ts";
export type { ClientOfApi, IterateAllArgs } from "./verbs/clients/iterate-all.ts";
export type { ClientWithNewSecret, ClientWithoutSecret } from "./verbs/clients/read.ts";
export type { RepairIndexInput } from "./verbs/clients/repair-index.ts";
export type { ReplaceArgs } from "./verbs/clients/update.ts";
export type { RotateSecretArgs } from "./verbs/clients/rotate-secret.ts";
export type { PatchInput, UpdateArgs } from "./verbs/clients/update.ts";
export type { GatewayCapabilities, KeyHash } from "./types/gateway.ts";
export type { EndTokensArgs } from "./verbs/tokens/end-tokens.ts";
export type { FindTokensInput, FoundToken, FoundTokens } from "./verbs/tokens/find.ts";
export type { FindWhere } from "./verbs/tokens/session-match.ts";
export type { InspectTarget, TokenInspection, TokenOnApi } from "./verbs/tokens/inspect.ts";
export type { TokenLife } from "./verbs/tokens/token-life.ts";
export type { PurgeResult } from "./verbs/tokens/purge.ts";
export type { RevokeAllArgs } from "./verbs/tokens/revoke-all.ts";
export type { RevokeByUserArgs } from "./verbs/tokens/revoke-by-user.ts";
export type {
  DroppedToken,
  KnownRefreshToken,
  KnownToken,
  ListedToken,
  RevokeTarget,
  TokenRevocation,
} from "./verbs/tokens/revocation.ts";
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

// Checked by the compiler alone: `tsc -b` fails where a line of this does not hold.
import type * as generated from "../../generated/sdk.gen.ts";
import type * as spec from "../../generated/types.gen.ts";
import type { AllowUndefined, ApiAddress, TykPromise, TykRaw } from "../../src/index.ts";
import type { OperationId, operations } from "../../src/operations/operations.ts";
import type { Check, Plain, Same } from "../support/util/types.ts";

/** The functions of a module, without its types. */
type FunctionsOf<Module> = {
  [Name in keyof Module]: Module[Name] extends (...args: never[]) => unknown ? Name : never;
}[keyof Module];

/** What an operation takes, and what its promise gives. */
type InputOf<Name extends keyof TykRaw> = Plain<Exclude<Parameters<TykRaw[Name]>[0], undefined>>;
type ResultOf<Name extends keyof TykRaw> = Awaited<ReturnType<TykRaw[Name]>>;

/** What the spec says that it takes, without the path template that only the generated code needs. */
type Specified<Data> = Plain<AllowUndefined<Omit<Data, "url">>>;
type OnApi<Data> = Plain<
  AllowUndefined<Omit<Data, "url" | "path">> & { readonly path: ApiAddress }
>;

export type TheOperations = [
  Check<Same<keyof TykRaw, FunctionsOf<typeof generated>>>,
  Check<Same<keyof typeof operations, keyof TykRaw>>,
  Check<Same<OperationId, keyof TykRaw>>,
];

/** The ten calls of the documentation. */
export type TheDocumentedOnes = [
  Check<Same<InputOf<"createOAuthClient">, Specified<spec.CreateOAuthClientData>>>,
  Check<Same<ResultOf<"createOAuthClient">, spec.OAuthClient>>,
  Check<Same<InputOf<"listOAuthClients">, Specified<spec.ListOAuthClientsData>>>,
  Check<Same<ResultOf<"listOAuthClients">, spec.OAuthClient[]>>,
  Check<Same<InputOf<"getOAuthClient">, Specified<spec.GetOAuthClientData>>>,
  Check<Same<ResultOf<"getOAuthClient">, spec.OAuthClient>>,
  Check<Same<InputOf<"updateOAuthClientMetadata">, Specified<spec.UpdateOAuthClientMetadataData>>>,
  Check<Same<ResultOf<"updateOAuthClientMetadata">, unknown>>,
  Check<Same<InputOf<"deleteOAuthClient">, Specified<spec.DeleteOAuthClientData>>>,
  Check<Same<ResultOf<"deleteOAuthClient">, spec.ApiModifyKeySuccess>>,
  Check<Same<InputOf<"getOAuthClientTokens">, Specified<spec.GetOAuthClientTokensData>>>,
  Check<Same<ResultOf<"getOAuthClientTokens">, spec.OAuthToken[] | spec.OAuthTokenPage>>,
  Check<Same<InputOf<"invalidateOAuthRefresh">, Specified<spec.InvalidateOAuthRefreshData>>>,
  Check<Same<ResultOf<"invalidateOAuthRefresh">, spec.ApiModifyKeySuccess>>,
  Check<Same<InputOf<"revokeSingleToken">, Specified<spec.RevokeSingleTokenData>>>,
  Check<Same<ResultOf<"revokeSingleToken">, spec.ApiStatusMessage>>,
  Check<Same<InputOf<"revokeAllTokens">, Specified<spec.RevokeAllTokensData>>>,
  Check<Same<ResultOf<"revokeAllTokens">, spec.ApiStatusMessage>>,
  Check<Same<InputOf<"authorizeClient">, OnApi<spec.AuthorizeClientData>>>,
  Check<
    Same<ResultOf<"authorizeClient">, spec.AuthorizeCodeResponse | spec.AuthorizeTokenResponse>
  >,
];

/** The others. */
export type TheRest = [
  Check<Same<InputOf<"updateOAuthClient">, Specified<spec.UpdateOAuthClientData>>>,
  Check<Same<ResultOf<"updateOAuthClient">, spec.OAuthClient>>,
  Check<Same<InputOf<"rotateOAuthClient">, Specified<spec.RotateOAuthClientData>>>,
  Check<Same<ResultOf<"rotateOAuthClient">, spec.OAuthClient>>,
  Check<Same<InputOf<"listOAuthClientApis">, Specified<spec.ListOAuthClientApisData>>>,
  Check<Same<ResultOf<"listOAuthClientApis">, string[]>>,
  Check<Same<InputOf<"purgeOAuthTokens">, Specified<spec.PurgeOAuthTokensData>>>,
  Check<Same<ResultOf<"purgeOAuthTokens">, spec.ApiStatusMessage>>,
  Check<Same<ResultOf<"getApi">, spec.ApiDefinition>>,
  Check<Same<ResultOf<"listApis">, spec.ApiDefinition[]>>,
  Check<Same<ResultOf<"getPolicy">, spec.Policy>>,
  Check<Same<ResultOf<"listPolicies">, spec.Policy[]>>,
  Check<Same<ResultOf<"listKeys">, spec.KeyList>>,
  Check<Same<ResultOf<"getKey">, spec.KeySession>>,
  Check<Same<InputOf<"deleteKey">, Specified<spec.DeleteKeyData>>>,
  Check<Same<ResultOf<"deleteKey">, spec.ApiModifyKeySuccess>>,
  Check<Same<ResultOf<"hello">, spec.GatewayInfo>>,
  Check<Same<InputOf<"oauthAuthorize">, OnApi<spec.OauthAuthorizeData>>>,
  Check<Same<ResultOf<"oauthAuthorize">, undefined>>,
  Check<Same<InputOf<"oauthToken">, OnApi<spec.OauthTokenData>>>,
  Check<Same<ResultOf<"oauthToken">, spec.TokenResponse>>,
  Check<Same<InputOf<"oauthRevoke">, OnApi<spec.OauthRevokeData>>>,
  Check<Same<ResultOf<"oauthRevoke">, spec.ApiStatusMessage>>,
  Check<Same<InputOf<"oauthRevokeAll">, OnApi<spec.OauthRevokeAllData>>>,
  Check<Same<ResultOf<"oauthRevokeAll">, spec.ApiStatusMessage>>,
];

/** Only what needs no input may be called without one. */
type WithoutInput = {
  [Name in keyof TykRaw]: [] extends Parameters<TykRaw[Name]> ? Name : never;
}[keyof TykRaw];

export type TheCalls = [
  Check<Same<WithoutInput, "hello" | "listApis" | "listKeys" | "listPolicies">>,
  Check<Same<ReturnType<TykRaw["getOAuthClient"]>, TykPromise<spec.OAuthClient>>>,
];

import type * as spec from "../../generated/types.gen.ts";
import type { AllowUndefined } from "./allow-undefined.ts";
import type { RequestOptions } from "./options.ts";
import type { TykPromise } from "./tyk-promise.ts";

/** The input of an operation: `path`, `query` and `body`, as in the OpenAPI file. */
export type RawInput<Data> = AllowUndefined<Omit<Data, "url">>;

/** The address of an API, for the operations that the API serves itself. */
export interface ApiAddress {
  /** The API's listen path, from its definition, such as `"/orders/"`. */
  readonly listenPath: string;
  /**
   * The base URL of the API.
   * @defaultValue the client's `apiBaseUrl`; required here if that is a function
   */
  readonly apiBaseUrl?: string | URL | undefined;
}

/** The input of an operation that an API serves itself: `path` is the address of the API. */
export type RawApiInput<Data> = AllowUndefined<Omit<Data, "url" | "path">> & {
  readonly path: ApiAddress;
};

/** Sends one operation: one request, without guards. */
export type RawOperation<Input, Result> = (
  input: Input,
  options?: RequestOptions,
) => TykPromise<Result>;

/** Sends one operation that needs no input. */
export type RawQuery<Input, Result> = (
  input?: Input,
  options?: RequestOptions,
) => TykPromise<Result>;

/**
 * Sends each operation of the OpenAPI file, under its `operationId`, as one request.
 *
 * The requests have the same timeouts, retries and typed errors as the methods, but none of their guards: an operation does
 * what the gateway does, traps included (docs/gateway-traps.md). Inputs and results have the gateway's own field names.
 *
 * Each operation throws {@link TykInputError}, before any request, if the input or an option is wrong, such as a path
 * parameter that is unsafe (empty, a dot segment, a slash, control characters). It throws {@link TykConfigError} if the
 * `secret` function fails or the base URL of an API is not a URL. After a request it throws:
 *
 * - {@link TykApiError}, or a class below it, if the gateway refuses.
 * - {@link TykResponseError} if the response cannot be used.
 * - {@link TykRedirectError}, {@link TykConnectionError}, {@link TykTimeoutError} or {@link TykAbortError}.
 *
 * @example
 * ```ts
 * const client = await tyk.raw.getOAuthClient({ path: { apiID: "orders", keyName: "shop-web" } });
 * ```
 */
export interface TykRaw {
  /** Creates a client. An existing client of the same id is silently overwritten, its secret included (trap 5). */
  readonly createOAuthClient: RawOperation<
    RawInput<spec.CreateOAuthClientData>,
    spec.CreateOAuthClientResponse
  >;
  /**
   * Lists the clients of an API, secrets included, in no particular order. 404 if the API is unknown or its index is broken
   * (trap 10).
   */
  readonly listOAuthClients: RawOperation<
    RawInput<spec.ListOAuthClientsData>,
    spec.ListOAuthClientsResponse
  >;
  /** Reads a client, its secret included. */
  readonly getOAuthClient: RawOperation<
    RawInput<spec.GetOAuthClientData>,
    spec.GetOAuthClientResponse
  >;
  /** Replaces a client except its id and its secret. Fields that the body omits are blanked (trap 7). */
  readonly updateOAuthClient: RawOperation<
    RawInput<spec.UpdateOAuthClientData>,
    spec.UpdateOAuthClientResponse
  >;
  /**
   * Sends the update as the gateway's documentation describes it. No gateway serves it: it always throws
   * {@link TykRouteError} (405).
   * @deprecated Use `updateOAuthClient`.
   */
  readonly updateOAuthClientMetadata: RawOperation<
    RawInput<spec.UpdateOAuthClientMetadataData>,
    unknown
  >;
  /**
   * Gives a client a new secret that the gateway generates. The old secret stops working at once. Each call makes another
   * secret.
   */
  readonly rotateOAuthClient: RawOperation<
    RawInput<spec.RotateOAuthClientData>,
    spec.RotateOAuthClientResponse
  >;
  /** Deletes a client on one API. An unknown id is a success too. The client's tokens stay in storage (trap 9). */
  readonly deleteOAuthClient: RawOperation<
    RawInput<spec.DeleteOAuthClientData>,
    spec.DeleteOAuthClientResponse
  >;
  /** Lists the APIs that have a client of this id. An empty `orgID` means any organisation. */
  readonly listOAuthClientApis: RawOperation<
    RawInput<spec.ListOAuthClientApisData>,
    spec.ListOAuthClientApisResponse
  >;
  /** Lists a client's tokens. With `page` the result is a page, without it a list. */
  readonly getOAuthClientTokens: RawOperation<
    RawInput<spec.GetOAuthClientTokensData>,
    spec.GetOAuthClientTokensResponse
  >;
  /** Revokes a refresh token. An unknown token is a success too (trap 17). */
  readonly invalidateOAuthRefresh: RawOperation<
    RawInput<spec.InvalidateOAuthRefreshData>,
    spec.InvalidateOAuthRefreshResponse
  >;
  /** Revokes one token. An unknown token and a listed hash are successes too, and revoke nothing (traps 11 and 17). */
  readonly revokeSingleToken: RawOperation<
    RawInput<spec.RevokeSingleTokenData>,
    spec.RevokeSingleTokenResponse
  >;
  /** Revokes the listed tokens of a client. A wrong secret is a success too, and revokes nothing (trap 13). */
  readonly revokeAllTokens: RawOperation<
    RawInput<spec.RevokeAllTokensData>,
    spec.RevokeAllTokensResponse
  >;
  /**
   * Removes expired tokens from the lists of all clients. It does nothing if the gateway sets no retention period. Since
   * 5.3.
   */
  readonly purgeOAuthTokens: RawOperation<
    RawInput<spec.PurgeOAuthTokensData>,
    spec.PurgeOAuthTokensResponse
  >;
  /** Reads the definition of an API. */
  readonly getApi: RawOperation<RawInput<spec.GetApiData>, spec.GetApiResponse>;
  /** Lists the definitions of all APIs. From 5.12 on, MCP APIs are omitted unless `include_types` is `"mcp"`. */
  readonly listApis: RawQuery<RawInput<spec.ListApisData>, spec.ListApisResponse>;
  /** Reads a policy by its id. Not served before 4.3. Before 5.12, policies from a file are not found by id. */
  readonly getPolicy: RawOperation<RawInput<spec.GetPolicyData>, spec.GetPolicyResponse>;
  /** Lists all policies. Not served before 4.3. */
  readonly listPolicies: RawQuery<RawInput<spec.ListPoliciesData>, spec.ListPoliciesResponse>;
  /** Lists all keys: tokens, or their hashes if the gateway hashes keys and lists the hashes. */
  readonly listKeys: RawQuery<RawInput<spec.ListKeysData>, spec.ListKeysResponse>;
  /** Reads the session of a key. */
  readonly getKey: RawOperation<RawInput<spec.GetKeyData>, spec.GetKeyResponse>;
  /**
   * Removes a key, by the key itself or (`hashed`) by its listed hash. It is the only way to end a token if only its hash
   * is known (trap 16).
   */
  readonly deleteKey: RawOperation<RawInput<spec.DeleteKeyData>, spec.DeleteKeyResponse>;
  /** Reads the gateway's health and its version, which can be wrong. It does not send the secret. */
  readonly hello: RawQuery<RawInput<spec.HelloData>, spec.HelloResponse>;
  /**
   * Grants a client a code or a token, for a user who agreed. The API serves this operation on its listen path.
   *
   * It sends the gateway's secret to whatever API the gateway routes the path to, also of another organisation. If that API
   * does not use OAuth, its upstream receives the secret (traps 18 and 26). Use `clients.authorize`, which checks that
   * first.
   */
  readonly authorizeClient: RawOperation<
    RawApiInput<spec.AuthorizeClientData>,
    spec.AuthorizeClientResponse
  >;
  /**
   * Starts a flow as a browser does. The response is a redirect to the login page, in the `location` header of
   * `withResponse()`.
   */
  readonly oauthAuthorize: RawOperation<RawApiInput<spec.OauthAuthorizeData>, undefined>;
  /**
   * Calls the public token endpoint. Pass the client's credentials in `options.headers` as `authorization: Basic …`:
   * nothing else works.
   */
  readonly oauthToken: RawOperation<RawApiInput<spec.OauthTokenData>, spec.OauthTokenResponse>;
  /** Calls the public revocation endpoint (RFC 7009, but the client is not authenticated). */
  readonly oauthRevoke: RawOperation<RawApiInput<spec.OauthRevokeData>, spec.OauthRevokeResponse>;
  /**
   * Revokes all listed tokens of a client, by the public endpoint and the client's own secret.
   *
   * It sends that secret to whatever API the gateway routes the path to. `tokens.revokeAll` checks first that the API
   * itself receives it (trap 26).
   */
  readonly oauthRevokeAll: RawOperation<
    RawApiInput<spec.OauthRevokeAllData>,
    spec.OauthRevokeAllResponse
  >;
}

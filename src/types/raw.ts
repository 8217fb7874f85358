import type * as spec from "../../generated/types.gen.ts";
import type { RequestOptions } from "./options.ts";
import type { TykPromise } from "./tyk-promise.ts";

/** What an operation takes: `path`, `query` and `body`, as the spec has them. */
export type RawInput<Data> = Omit<Data, "url">;

/** Where an operation that an API serves itself is to go. */
export interface ApiAddress {
  /** The API's listen path, from its definition, such as `"/orders/"`. */
  readonly listenPath: string;
  /**
   * Where the API is served.
   * @defaultValue the client's `apiBaseUrl`, where that is no function
   */
  readonly apiBaseUrl?: string | undefined;
}

/** What an operation takes that an API serves itself: its address in place of a path. */
export type RawApiInput<Data> = Omit<Data, "url" | "path"> & { readonly path: ApiAddress };

/** One operation of the spec: one request, without guards. */
export type RawOperation<Input, Result> = (
  input: Input,
  options?: RequestOptions,
) => TykPromise<Result>;

/** One operation of the spec that needs no input. */
export type RawQuery<Input, Result> = (
  input?: Input,
  options?: RequestOptions,
) => TykPromise<Result>;

/**
 * Every operation of the spec under its operationId: one request each, through the same transport as the verbs (typed errors,
 * time limits, retries, typed errors without secrets), but without their guards: it does what the gateway does, traps included. The documents
 * that go in and out are the wire's.
 *
 * Each call throws, before any request, {@link TykInputError} where the input or an option is wrong, such as a path parameter
 * that cannot be sent safely (empty, a dot segment, a slash, control characters); and after one, {@link TykApiError} and the classes below it for the gateway's
 * refusals, {@link TykResponseError} for an answer that cannot be used, {@link TykRedirectError}, {@link TykConnectionError},
 * {@link TykTimeoutError} and {@link TykAbortError}; and {@link TykConfigError} where the `secret` function fails or an API's base URL is none.
 *
 * @example
 * ```ts
 * const client = await tyk.raw.getOAuthClient({ path: { apiID: "orders", keyName: "shop-web" } });
 * ```
 */
export interface TykRaw {
  /** Makes a client; an existing id is overwritten without a word, its secret included. */
  readonly createOAuthClient: RawOperation<
    RawInput<spec.CreateOAuthClientData>,
    spec.CreateOAuthClientResponse
  >;
  /** Lists the clients of an API, secrets included, in no order. 404 where the API is unknown or its index is broken. */
  readonly listOAuthClients: RawOperation<
    RawInput<spec.ListOAuthClientsData>,
    spec.ListOAuthClientsResponse
  >;
  /** Reads a client, its secret included. */
  readonly getOAuthClient: RawOperation<
    RawInput<spec.GetOAuthClientData>,
    spec.GetOAuthClientResponse
  >;
  /** Replaces a client but for its id and secret: what the body leaves out is blanked. */
  readonly updateOAuthClient: RawOperation<
    RawInput<spec.UpdateOAuthClientData>,
    spec.UpdateOAuthClientResponse
  >;
  /**
   * The update as the documentation has it, which no gateway has: always {@link TykRouteError} (405).
   * @deprecated Use `updateOAuthClient`.
   */
  readonly updateOAuthClientMetadata: RawOperation<
    RawInput<spec.UpdateOAuthClientMetadataData>,
    unknown
  >;
  /** Gives a client a new secret of the gateway's choice; the old one stops at once. Each call makes another. */
  readonly rotateOAuthClient: RawOperation<
    RawInput<spec.RotateOAuthClientData>,
    spec.RotateOAuthClientResponse
  >;
  /** Deletes a client of one API; an unknown id is a success too. Its tokens stay in storage. */
  readonly deleteOAuthClient: RawOperation<
    RawInput<spec.DeleteOAuthClientData>,
    spec.DeleteOAuthClientResponse
  >;
  /** The APIs that hold a client of this id. An empty `orgID` means any organisation. */
  readonly listOAuthClientApis: RawOperation<
    RawInput<spec.ListOAuthClientApisData>,
    spec.ListOAuthClientApisResponse
  >;
  /** A client's tokens: without `page` a list, with it a page. */
  readonly getOAuthClientTokens: RawOperation<
    RawInput<spec.GetOAuthClientTokensData>,
    spec.GetOAuthClientTokensResponse
  >;
  /** Ends a refresh token; an unknown one is a success too. */
  readonly invalidateOAuthRefresh: RawOperation<
    RawInput<spec.InvalidateOAuthRefreshData>,
    spec.InvalidateOAuthRefreshResponse
  >;
  /** Revokes one token; an unknown one, and a listed hash, are successes that revoke nothing. */
  readonly revokeSingleToken: RawOperation<
    RawInput<spec.RevokeSingleTokenData>,
    spec.RevokeSingleTokenResponse
  >;
  /** Revokes the listed tokens of a client; a wrong secret is a success that revokes nothing. */
  readonly revokeAllTokens: RawOperation<
    RawInput<spec.RevokeAllTokensData>,
    spec.RevokeAllTokensResponse
  >;
  /** Removes lapsed tokens from the lists of all clients; nothing where the gateway sets no retention. Since 5.3. */
  readonly purgeOAuthTokens: RawOperation<
    RawInput<spec.PurgeOAuthTokensData>,
    spec.PurgeOAuthTokensResponse
  >;
  /** The definition of an API. */
  readonly getApi: RawOperation<RawInput<spec.GetApiData>, spec.GetApiResponse>;
  /** The definitions of all APIs. From 5.12 on without MCP APIs, unless `include_types` is `"mcp"`. */
  readonly listApis: RawQuery<RawInput<spec.ListApisData>, spec.ListApisResponse>;
  /** A policy by its id. Not before 4.3; on 4.3 and 5.3 policies of a file are not found by id. */
  readonly getPolicy: RawOperation<RawInput<spec.GetPolicyData>, spec.GetPolicyResponse>;
  /** All policies. */
  readonly listPolicies: RawQuery<RawInput<spec.ListPoliciesData>, spec.ListPoliciesResponse>;
  /** All keys: tokens, or their hashes where the gateway hashes keys and lists hashes. */
  readonly listKeys: RawQuery<RawInput<spec.ListKeysData>, spec.ListKeysResponse>;
  /** The session of a key. */
  readonly getKey: RawOperation<RawInput<spec.GetKeyData>, spec.GetKeyResponse>;
  /** Removes a key, by itself or (`hashed`) by its listed hash: the one way to end a token of which only the hash is known. */
  readonly deleteKey: RawOperation<RawInput<spec.DeleteKeyData>, spec.DeleteKeyResponse>;
  /** The gateway's health and, as a hint, its version; takes no secret. */
  readonly hello: RawQuery<RawInput<spec.HelloData>, spec.HelloResponse>;
  /**
   * Grants a client a code or a token, for a user who agreed; served by the API on its listen path. It sends the gateway's
   * secret to whatever API the gateway routes this path to, another organisation's too, and if that API is not OAuth, to its
   * upstream. Use `clients.authorize`: it first makes certain that the OAuth API itself receives the request.
   */
  readonly authorizeClient: RawOperation<
    RawApiInput<spec.AuthorizeClientData>,
    spec.AuthorizeClientResponse
  >;
  /** Where a browser starts; answered with a redirect to the login page, in `withResponse()`'s `location` header. */
  readonly oauthAuthorize: RawOperation<RawApiInput<spec.OauthAuthorizeData>, undefined>;
  /** The public token endpoint. Takes the client's credentials in `options.headers` as `authorization: Basic …` alone. */
  readonly oauthToken: RawOperation<RawApiInput<spec.OauthTokenData>, spec.OauthTokenResponse>;
  /** The public revocation endpoint (RFC 7009, but without authentication of the client). */
  readonly oauthRevoke: RawOperation<RawApiInput<spec.OauthRevokeData>, spec.OauthRevokeResponse>;
  /**
   * The public end of all listed tokens of a client, by its own secret. It sends that secret to whatever API the gateway routes
   * this path to; `tokens.revokeAll` makes certain first that the API itself receives it.
   */
  readonly oauthRevokeAll: RawOperation<
    RawApiInput<spec.OauthRevokeAllData>,
    spec.OauthRevokeAllResponse
  >;
}

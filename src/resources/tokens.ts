import type {
  ApiModifyKeySuccess,
  ApiStatusMessage,
  OAuthToken,
  OAuthTokenPage,
} from "../../generated/index.ts";
import { TykBadRequestError, TykNotFoundError, TykRouteError } from "../errors/api.ts";
import type { TykError } from "../errors/base.ts";
import { TykResponseError } from "../errors/response.ts";
import { TykUnsupportedError } from "../errors/verb.ts";
import type { Deps } from "../internal/deps.ts";
import { walkPages } from "../internal/token-pages.ts";
import { runVerb } from "../internal/verb.ts";
import type { Verb } from "../internal/verb.ts";
import type { VerbOptions } from "../options.ts";
import type { ClientRef } from "../refs.ts";
import type { TykPromise } from "../tyk-promise.ts";

/** A token that is known itself. */
export interface KnownToken {
  /** Any client that exists: the gateway does not check that the token is its own. */
  readonly clientId: string;
  /** The access token or the refresh token itself, never a listed hash. */
  readonly token: string;
  /** `"access_token"` or `"refresh_token"` (RFC 7009, 2.1); with anything else, and with none, both are tried. */
  readonly tokenTypeHint?: string | undefined;
}

/** A token of which the list's entry is known. */
export interface ListedToken {
  /** The API that the token's client is on. */
  readonly apiId: string;
  /** The entry's `code`: the token's hash, or where the gateway does not hash keys the token itself. */
  readonly listedCode: string;
}

/** A refresh token, on its API. */
export interface KnownRefreshToken {
  /** The API that the token's client is on. */
  readonly apiId: string;
  /** The refresh token itself. */
  readonly refreshToken: string;
}

/** What `tokens.revoke` ends. */
export type RevokeTarget = KnownToken | ListedToken | KnownRefreshToken;

/** What tells the three apart. */
type Doors = KnownToken & ListedToken & KnownRefreshToken;

/** Access and refresh tokens of the OAuth clients: `tyk.tokens`. */
export class TokensResource {
  readonly #deps: Deps;

  /** @internal */
  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /**
   * Lists a client's access tokens, the first to lapse first. One request; empty for an unknown client.
   *
   * `code` is the token's hash where the gateway hashes keys, otherwise the token itself. A token may be alive and not
   * listed: a refresh, and a revocation of another token of the same second, take it off the list.
   *
   * @throws {@link TykInputError} for an id that is unsafe in a path.
   * @throws {@link TykNotFoundError} where the API is unknown.
   * @throws {@link TykRequestError} as any request can; {@link TykResponseError} (`too-large`) where there are more than fit
   * into `maxResponseBytes`: use {@link TokensResource.iterate}.
   *
   * @example
   * ```ts
   * const tokens = await tyk.tokens.list({ apiId: "orders", clientId: "shop-web" });
   * ```
   */
  list(ref: ClientRef, options?: VerbOptions): TykPromise<OAuthToken[]> {
    return runVerb("tokens.list", options, async (verb) => {
      verb.ref(ref);
      // Not by pages: past the first they have the wrong expires, and a list is one look at one moment.
      const input = { path: { apiID: ref.apiId, keyName: ref.clientId } };
      const answer = await verb.request(
        this.#deps.raw.getOAuthClientTokens(input, verb.options),
        ref.apiId,
      );
      if (!Array.isArray(answer))
        throw verb.unusable("the gateway answered with a page in place of the list");
      return answer;
    });
  }

  /**
   * Gives a client's access tokens one by one, the last to lapse first, a page of 100 at a time, in constant memory. Each
   * token comes once, though others lapse or are minted meanwhile; those minted meanwhile may or may not come.
   *
   * Past the first page the gateway fills in a wrong `expires` (that of the token at the same place on the first page), so
   * where there are more than 100 tokens take `expires` from {@link TokensResource.list}.
   *
   * @throws {@link TykInputError} for an id that is unsafe in a path.
   * @throws {@link TykNotFoundError} where the API is unknown.
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * for await (const { code } of tyk.tokens.iterate({ apiId: "orders", clientId: "shop-web" })) {
   *   await tyk.tokens.revoke({ apiId: "orders", listedCode: code });
   * }
   * ```
   */
  async *iterate(
    ref: ClientRef,
    options?: Omit<VerbOptions, "deadlineMs">,
  ): AsyncGenerator<OAuthToken, void, undefined> {
    const name = "tokens.iterate";
    // Each page is a run of its own, since nothing may be left open where the caller stops half-way.
    const read = (page: number): TykPromise<OAuthTokenPage> =>
      runVerb(name, options, (verb) => this.#readPage(verb, ref, page));
    const { runtime } = this.#deps;
    const unusable = (why: string): TykError =>
      new TykResponseError(why, {
        operation: name,
        outcome: "applied",
        code: "schema",
        status: 200,
      });
    yield* walkPages(read, unusable, runtime);
  }

  /**
   * Reads one page of a client's tokens, as the gateway gives it: 100 at a time, in order of expiry.
   *
   * A page past the last is empty. On every page but the first `expires` is wrong: it is that of the token at the same place
   * on the first page.
   *
   * @param args - `page` counts from 1.
   * @throws {@link TykInputError} for an id that is unsafe in a path, and a page that is no whole number of 1 or more (the
   * gateway would give the first page).
   * @throws {@link TykNotFoundError} where the API is unknown.
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * const { Pagination, Tokens } = await tyk.tokens.page({ apiId: "orders", clientId: "shop-web", page: 1 });
   * ```
   */
  page(
    args: ClientRef & { readonly page: number },
    options?: VerbOptions,
  ): TykPromise<OAuthTokenPage> {
    return runVerb("tokens.page", options, (verb) => {
      verb.record(args, "args");
      return this.#readPage(verb, args, args.page);
    });
  }

  /**
   * Revokes one token, by what is known of it.
   *
   * - A token: the gateway says yes to any token, unknown ones among them. An access token's refresh token can still mint,
   *   and the other way round: name each. All listed tokens that expire in the same second go off the list and stay alive.
   * - A listed code: the key is removed, for a hash is no token to the revocation endpoint. The list goes on naming it.
   * - A refresh token: it is ended; its access token lives on. It travels in the path of a URL, which proxies may log.
   *
   * A removed token can open the API for ten seconds more, from the gateway's session cache.
   *
   * @throws {@link TykInputError} where the target is none of the three, and for an id or code that is unsafe in a path.
   * @throws {@link TykBadRequestError} where the client of a token is unknown.
   * @throws {@link TykNotFoundError} where no key has the listed code, or the API of a refresh token is unknown.
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * await tyk.tokens.revoke({ clientId: "shop-web", token, tokenTypeHint: "access_token" });
   * await tyk.tokens.revoke({ apiId: "orders", listedCode: code });
   * await tyk.tokens.revoke({ apiId: "orders", refreshToken });
   * ```
   */
  revoke(
    target: RevokeTarget,
    options?: VerbOptions,
  ): TykPromise<ApiStatusMessage | ApiModifyKeySuccess> {
    return runVerb<ApiStatusMessage | ApiModifyKeySuccess>("tokens.revoke", options, (verb) => {
      verb.record(target, "target");
      const { token, listedCode, refreshToken } = target as Partial<Doors>;
      const doors = [token, listedCode, refreshToken].filter((door) => door !== undefined);
      if (doors.length !== 1)
        verb.fail("target", "must have one of token, listedCode and refreshToken");
      if (token !== undefined) return this.#revokeToken(verb, target as KnownToken);
      const { apiId } = target as ListedToken | KnownRefreshToken;
      verb.id(apiId, "apiId");
      if (listedCode !== undefined) return this.#removeKey(verb, apiId, listedCode);
      return this.#endRefreshToken(verb, target as KnownRefreshToken);
    });
  }

  /**
   * Revokes the listed tokens of a client, and the refresh tokens that belong to them. The client's secret, which the
   * gateway wants for it, is read first.
   *
   * It reaches each API whose copy of the client has the same secret. Tokens that are not listed are missed: those of a
   * second of which another was revoked or refreshed, and all those from before a change of the client's policy.
   *
   * @throws {@link TykInputError} for an id that is unsafe in a path.
   * @throws {@link TykNotFoundError} where the client is unknown, and where the index of an API is broken.
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * await tyk.tokens.revokeAll({ apiId: "orders", clientId: "shop-web" });
   * ```
   */
  revokeAll(ref: ClientRef, args?: undefined, options?: VerbOptions): TykPromise<ApiStatusMessage> {
    return runVerb("tokens.revokeAll", options, async (verb) => {
      verb.ref(ref);
      verb.noArgs(args);
      const { raw } = this.#deps;
      const path = { apiID: ref.apiId, keyName: ref.clientId };
      const { secret } = await verb.request(raw.getOAuthClient({ path }, verb.options), ref.apiId);
      const body = { client_id: ref.clientId, client_secret: secret };
      return verb.request(raw.revokeAllTokens({ body }, verb.options), ref.apiId);
    });
  }

  /**
   * Removes lapsed tokens from the lists of all clients. It changes nothing where the gateway's
   * `oauth_token_expired_retain_period` is not set, nor while another purge is under way: both are a success too.
   *
   * One attempt may take 60 seconds unless `timeoutMs` says otherwise.
   *
   * @throws {@link TykUnsupportedError} before 5.3.
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * await tyk.tokens.purgeLapsed();
   * ```
   */
  purgeLapsed(options?: VerbOptions): TykPromise<ApiStatusMessage> {
    return runVerb("tokens.purgeLapsed", options, async (verb) => {
      const input = { query: { scope: "lapsed" } } as const;
      try {
        return await verb.request(this.#deps.raw.purgeOAuthTokens(input, verb.options));
      } catch (error) {
        if (!(error instanceof TykRouteError)) throw error;
        const { attempts, outcome } = error;
        throw new TykUnsupportedError(
          "this address does not purge tokens: gateways do since 5.3, on their control address",
          { operation: verb.name, attempts, outcome, cause: error },
        );
      }
    });
  }

  async #readPage(verb: Verb, ref: ClientRef, page: number): Promise<OAuthTokenPage> {
    verb.ref(ref);
    if (!Number.isSafeInteger(page) || page < 1)
      verb.fail("page", "must be a whole number of 1 or more");
    const input = { path: { apiID: ref.apiId, keyName: ref.clientId }, query: { page } };
    const answer = await verb.request(
      this.#deps.raw.getOAuthClientTokens(input, verb.options),
      ref.apiId,
    );
    if (Array.isArray(answer))
      throw verb.unusable("the gateway answered with the list in place of a page");
    if (answer.Pagination.page_num !== page)
      throw verb.unusable("the gateway answered with another page");
    return answer;
  }

  #revokeToken(
    verb: Verb,
    { clientId, token, tokenTypeHint }: KnownToken,
  ): Promise<ApiStatusMessage> {
    verb.text(clientId, "clientId");
    verb.text(token, "token");
    if (tokenTypeHint !== undefined) verb.text(tokenTypeHint, "tokenTypeHint");
    const hint = tokenTypeHint === undefined ? {} : { token_type_hint: tokenTypeHint };
    const body = { token, client_id: clientId, ...hint };
    return verb.request(this.#deps.raw.revokeSingleToken({ body }, verb.options));
  }

  async #removeKey(verb: Verb, apiId: string, code: string): Promise<ApiModifyKeySuccess> {
    verb.id(code, "listedCode");
    const input = { path: { keyID: code }, query: { hashed: true, api_id: apiId } };
    try {
      return await verb.request(this.#deps.raw.deleteKey(input, verb.options), apiId);
    } catch (error) {
      // What 3.0 says where later versions say 404 "There is no such key found".
      if (!(error instanceof TykBadRequestError)) throw error;
      if (error.apiMessage !== "Failed to remove the key") throw error;
      const { operation, attempts, outcome, status, apiMessage } = error;
      const details = { attempts, outcome, status, apiMessage, cause: error };
      throw new TykNotFoundError("no key has this code", { operation, ...details });
    }
  }

  #endRefreshToken(
    verb: Verb,
    { apiId, refreshToken: token }: KnownRefreshToken,
  ): Promise<ApiModifyKeySuccess> {
    verb.id(token, "refreshToken");
    const input = { path: { keyName: token }, query: { api_id: apiId } };
    return verb.request(this.#deps.raw.invalidateOAuthRefresh(input, verb.options), apiId);
  }
}

import type { OAuthToken, OAuthTokenPage } from "../../generated/index.ts";
import type { LazyEngine } from "../engine/lazy-engine.ts";
import type { VerbOptions } from "../types/options.ts";
import type { ClientRef, ClientTarget } from "../types/client-refs.ts";
import type { TykIterator } from "../types/tyk-iterator.ts";
import type { TykPromise } from "../types/tyk-promise.ts";
import type { FindTokensInput, FoundTokens } from "../verbs/tokens/find.ts";
import type { InspectTarget, TokenInspection } from "../verbs/tokens/inspect.ts";
import type { PurgeResult } from "../verbs/tokens/purge.ts";
import type { RevokeByUserArgs } from "../verbs/tokens/revoke-by-user.ts";
import type { RevokeAllArgs } from "../verbs/tokens/revoke-all.ts";
import type { RevokeTarget, TokenRevocation } from "../verbs/tokens/revocation.ts";
import type { TokensReport, UserTokensReport } from "../errors/reports.ts";

/** Lists, inspects, finds and revokes the tokens of OAuth clients: `tyk.tokens`. */
export class TokensResource {
  readonly #engine: LazyEngine;

  /** @internal */
  constructor(engine: LazyEngine) {
    this.#engine = engine;
  }

  /**
   * Lists a client's access tokens in one request, the first to expire first. The list of an unknown client is empty.
   *
   * `code` is the token's hash if the gateway hashes keys, and otherwise the token itself. The list can omit valid tokens:
   * a refresh, or a revocation of another token of the same second, removes them from the list (trap 12).
   *
   * @throws {@link TykInputError} if an id is unsafe in a URL path.
   * @throws {@link TykNotFoundError} if the API is unknown.
   * @throws {@link TykResponseError} with the code `too-large` if the list is larger than `maxListBytes`: use
   * {@link TokensResource.iterate}.
   * @throws {@link TykRequestError} if a request fails.
   *
   * @example
   * ```ts
   * const tokens = await tyk.tokens.list({ apiId: "orders", clientId: "shop-web" });
   * ```
   */
  list(ref: ClientRef, options?: VerbOptions): TykPromise<OAuthToken[]> {
    return this.#engine.run("tokens.list", [ref], options, (verbs) => verbs.listTokens);
  }

  /**
   * Iterates over a client's access tokens, the last to expire first. It reads pages of 100 tokens and uses constant
   * memory.
   *
   * Each token comes once, even if others expire or are issued meanwhile. A token that is issued meanwhile may be missing.
   *
   * If the client has more than 100 tokens, take `expires` from {@link TokensResource.list}: past the first page the
   * gateway returns a wrong `expires`, copied from the token at the same position of the first page.
   *
   * @throws {@link TykInputError} if an id is unsafe in a URL path.
   * @throws {@link TykNotFoundError} if the API is unknown.
   * @throws {@link TykRequestError} if a request fails.
   *
   * @example
   * ```ts
   * for await (const { code } of tyk.tokens.iterate({ apiId: "orders", clientId: "shop-web" })) {
   *   await tyk.tokens.revoke({ apiId: "orders", listedCode: code });
   * }
   * ```
   */
  iterate(ref: ClientRef, options?: Omit<VerbOptions, "deadlineMs">): TykIterator<OAuthToken> {
    return this.#engine.iterate("tokens.iterate", [ref, options], (verbs) => verbs.iterateTokens);
  }

  /**
   * Reads one page of a client's tokens: 100 tokens in the order of expiry. A page past the last one is empty.
   *
   * On every page except the first, `expires` is wrong: it is copied from the token at the same position of the first page.
   *
   * @param args - `page` counts from 1.
   * @throws {@link TykInputError} if an id is unsafe in a URL path, or if `page` is not a whole number of 1 or more. The
   * gateway would return the first page.
   * @throws {@link TykNotFoundError} if the API is unknown.
   * @throws {@link TykRequestError} if a request fails.
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
    return this.#engine.run("tokens.page", [args], options, (verbs) => verbs.tokensPage);
  }

  /**
   * Reads the session of a token: its client, its user's data, the APIs that it opens and when it expires. `life` says
   * whether the token opens the API, and why not.
   *
   * Pass the listed code if you have it: the token itself would be part of the request's URL, which proxies may log.
   *
   * A removed token can open the API for ten more seconds, from the gateway's session cache (trap 16). `life` is
   * `"policy-gone"` if the token's policy was removed and the gateway shows its policies (trap 41).
   *
   * @throws {@link TykInputError} if an id, a code or a token is unsafe in a URL path.
   * @throws {@link TykIncompleteError} if the gateway's storage seems to be down (trap 28): with an {@link AbsenceReport}
   * if it is unknown whether the token exists, with a {@link ClientLookupReport} if it is unknown whether its client
   * exists.
   * @throws {@link TykRequestError} if a request fails.
   *
   * @example
   * ```ts
   * const { life, clientId } = await tyk.tokens.inspect({ apiId: "orders", listedCode: code });
   * ```
   */
  inspect(target: InspectTarget, options?: VerbOptions): TykPromise<TokenInspection> {
    return this.#engine.run("tokens.inspect", [target], options, (verbs) => verbs.inspectToken);
  }

  /**
   * Finds the tokens that open an API and whose session matches, for example by the user's id in `meta_data`.
   *
   * It reads every key of the gateway, one request per key, 8 at once. If the gateway does not list its keys, it reads only
   * the tokens on the lists of the API's clients, and `complete` is `false`. `complete` is also `false`, with a `reason`,
   * if the gateway's storage seems to be down (trap 28), or if a second list of keys omits a token that was found.
   *
   * To end the tokens of a user, call {@link TokensResource.revokeByUser}: removing what was found leaves refresh tokens alive.
   *
   * @throws {@link TykInputError} if an id is unsafe in a URL path, or if `where` is neither an object nor a function, or
   * throws.
   * @throws {@link TykNotFoundError} if the gateway does not list its keys and the API is unknown.
   * @throws {@link TykIncompleteError} if the gateway does not list its keys: with an {@link AbsenceReport} if it is
   * unknown whether the API has clients or whether a listed token exists, with a {@link BrokenIndexReport} if the API's
   * clients cannot be listed.
   * @throws {@link TykRequestError} if a request fails.
   *
   * @example
   * ```ts
   * const where = { meta_data: { user: "u1" } };
   * const { tokens, complete } = await tyk.tokens.find({ apiId: "orders", where });
   * for (const { clientId, expires } of tokens) console.log(clientId, expires);
   * if (!complete) console.log("there may be more");
   * ```
   */
  find(input: FindTokensInput, options?: VerbOptions): TykPromise<FoundTokens> {
    return this.#engine.run("tokens.find", [input], options, (verbs) => verbs.findTokens);
  }

  /**
   * Revokes one token, and reports what is known about it afterwards. The effect depends on what you pass:
   *
   * - `token`, an access or refresh token: it is revoked, and if it can be read, it is removed until it stays away. Its
   *   other half stays valid, the refresh token or the access token: revoke each (trap 15). All listed tokens that expire
   *   in the same second disappear from the list and stay valid: they are in `dropped` (trap 12). The gateway also confirms
   *   unknown tokens (trap 17).
   * - `listedCode`: its key is removed, because the revocation endpoint does not accept a hash (trap 11). The list still
   *   names it, and its refresh token stays valid.
   * - `refreshToken`: it is revoked, and its access token stays valid. It is part of the request's URL, which proxies may
   *   log.
   *
   * A removed token can open the API for ten more seconds, from the gateway's session cache (trap 16). A token in use may
   * come back: it is removed up to 200 times, and `writtenBack` counts how often it came back (trap 24).
   *
   * @throws {@link TykInputError} if the target is none of the three, if an id or code is unsafe in a URL path, or if
   * `token` is a listed hash: the gateway would confirm it and put the token out of reach.
   * @throws {@link TykBadRequestError} if the client of `token` is unknown. If the client may exist, because the gateway's storage
   * seems to be down, the state is `"unverified"` instead (trap 28).
   * @throws {@link TykNotFoundError} if no key has the listed code, or if the API of a refresh token is unknown.
   * @throws {@link TykIncompleteError} with a {@link ListedTokenReport} if it is unknown whether a key has the listed code,
   * because the gateway's storage seems to be down (trap 28).
   * @throws {@link TykRequestError} if a request fails.
   *
   * @example
   * ```ts
   * const { dropped } = await tyk.tokens.revoke({ clientId: "shop-web", token, tokenTypeHint: "access_token" });
   * await tyk.tokens.revoke({ apiId: "orders", listedCode: code });
   * await tyk.tokens.revoke({ apiId: "orders", refreshToken });
   * ```
   */
  revoke(target: RevokeTarget, options?: VerbOptions): TykPromise<TokenRevocation> {
    return this.#engine.run("tokens.revoke", [target], options, (verbs) => verbs.revokeToken);
  }

  /**
   * Ends all tokens of a client, and verifies that they are gone.
   *
   * 1. It revokes the listed tokens and their refresh tokens, with the secret that it reads on each API.
   * 2. It reads each token, and removes those that are still valid.
   * 3. It searches all keys of the gateway for tokens of the client that no list names (traps 12 and 14).
   * 4. It waits 11 seconds until the gateway's session cache of ten seconds is empty (trap 16), also if it found no token,
   *    and reads everything again. `wait` sets another time. A token in use that comes back is removed until it stays away
   *    (trap 24).
   *
   * It ends the client's tokens on every API that they open (trap 25). The exception: tokens that open only OAuth APIs on
   * which the client has copies outside the target. `apis: "all"` includes copies on APIs that no longer use OAuth, from
   * 4.3 on (trap 40). The report has a line for each API of the target, and one for each API without OAuth that the tokens
   * opened.
   *
   * @returns The report: what is known for each API, and what no gateway can list (`beyondReach`).
   * @throws {@link TykInputError} if an id is unsafe in a URL path.
   * @throws {@link TykNotFoundError} if the client is unknown and has left no tokens.
   * @throws {@link TykIncompleteError} with a {@link TokensReport} if a token is still valid, or if tokens may remain that
   * cannot be found. That is always so if the gateway hashes keys and does not list them, which is its packaged
   * configuration. `ifUnproved: "report"` returns the report instead.
   * @throws {@link TykIncompleteError} with a {@link ClientLookupReport} if it is unknown whether the client exists.
   * @throws {@link TykRequestError} if a request fails.
   *
   * @example
   * ```ts
   * const report = await tyk.tokens.revokeAll({ clientId: "shop-web", apis: "all" });
   * for (const { apiId, state, count } of report.apis) console.log(apiId, state, count);
   * ```
   */
  revokeAll(
    target: ClientTarget,
    args?: RevokeAllArgs,
    options?: VerbOptions,
  ): TykPromise<TokensReport> {
    return this.#engine.run(
      "tokens.revokeAll",
      [target, args],
      options,
      (verbs) => verbs.revokeAll,
    );
  }

  /**
   * Ends the tokens of one user on an API, for every client, and verifies that they are gone.
   *
   * `where` selects the user's sessions, as in {@link TokensResource.find}. Ordinary keys and keys of another organisation stay,
   * even if their metadata matches. A user of several APIs needs one call for each API.
   *
   * Access tokens are ended and verified as in {@link TokensResource.revokeAll}. The gateway shows no refresh tokens, so these
   * are ended as far as possible:
   *
   * - `refreshTokens` that you pass are revoked first. The gateway confirms any token, so this proves nothing (trap 17).
   * - If every token on a client's list is the user's, `revoke_all` ends the listed tokens and their refresh tokens. The list is
   *   read again right before. A token that another user gets in between is ended too.
   * - Every other client is named in `clients` with `"may-be-alive"`: it may issue new tokens for the user. The `reason` says
   *   what to do.
   *
   * @returns The report: what is known of the access tokens, each client of the user's tokens, and what no gateway can list.
   * @throws {@link TykInputError} if an id or a refresh token is unsafe in a URL path, or if `where` is neither an object nor a
   * function, throws, or has no value: it would end the tokens of every user.
   * @throws {@link TykNotFoundError} if the API is unknown.
   * @throws {@link TykIncompleteError} with a {@link UserTokensReport} if a token is still valid or may remain, or if a client may
   * still hold refresh tokens of the user. `ifUnproved: "report"` returns the report instead.
   * @throws {@link TykRequestError} if a request fails.
   *
   * @example
   * ```ts
   * const where = { meta_data: { user: "u1" } };
   * const report = await tyk.tokens.revokeByUser({ apiId: "orders", where }, { ifUnproved: "report" });
   * for (const { clientId, refreshTokens, reason } of report.clients) console.log(clientId, refreshTokens, reason);
   * ```
   */
  revokeByUser(
    input: FindTokensInput,
    args?: RevokeByUserArgs,
    options?: VerbOptions,
  ): TykPromise<UserTokensReport> {
    return this.#engine.run(
      "tokens.revokeByUser",
      [input, args],
      options,
      (verbs) => verbs.revokeByUser,
    );
  }

  /**
   * Removes expired tokens from the lists of all clients. The result is never more than `"unverified"`, because the gateway
   * confirms purges that did nothing (trap 17).
   *
   * A purge does nothing if the gateway's `oauth_token_expired_retain_period` is not set. It also does nothing for 60
   * seconds after any purge, the gateway's own at its start included (trap 36). One attempt may take 60 seconds unless
   * `timeoutMs` is set.
   *
   * @throws {@link TykUnsupportedError} on gateways before 5.3.
   * @throws {@link TykRouteError} if `baseUrl` is not the address of the control API.
   * @throws {@link TykRequestError} if a request fails.
   *
   * @example
   * ```ts
   * await tyk.tokens.purgeLapsed();
   * ```
   */
  purgeLapsed(options?: VerbOptions): TykPromise<PurgeResult> {
    return this.#engine.run("tokens.purgeLapsed", [], options, (verbs) => verbs.purgeLapsed);
  }
}

import type { OAuthToken, OAuthTokenPage } from "../../generated/index.ts";
import type { LazyEngine } from "../engine/lazy-engine.ts";
import type { VerbOptions } from "../types/options.ts";
import type { ClientRef, ClientTarget } from "../types/client-refs.ts";
import type { TykPromise } from "../types/tyk-promise.ts";
import type { FindTokensInput, FoundTokens } from "../verbs/tokens/find.ts";
import type { InspectTarget, TokenInspection } from "../verbs/tokens/inspect.ts";
import type { PurgeResult } from "../verbs/tokens/purge.ts";
import type { TokensReport } from "../verbs/tokens/report.ts";
import type { RevokeAllArgs } from "../verbs/tokens/revoke-all.ts";
import type { RevokeTarget, TokenRevocation } from "../verbs/tokens/revocation.ts";

/** Access and refresh tokens of the OAuth clients: `tyk.tokens`. */
export class TokensResource {
  readonly #engine: LazyEngine;

  /** @internal */
  constructor(engine: LazyEngine) {
    this.#engine = engine;
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
    return this.#engine.run("tokens.list", [ref], options, (verbs) => verbs.listTokens);
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
  iterate(
    ref: ClientRef,
    options?: Omit<VerbOptions, "deadlineMs">,
  ): AsyncGenerator<OAuthToken, void, undefined> {
    return this.#engine.iterate("tokens.iterate", [ref, options], (verbs) => verbs.iterateTokens);
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
    return this.#engine.run("tokens.page", [args], options, (verbs) => verbs.tokensPage);
  }

  /**
   * Says what a token is and whether it lives, by its session in the gateway's storage: its client, its user's data, what it
   * opens and when it lapses.
   *
   * By its listed code where that is known: the token itself would travel in the path of a URL, which proxies may log. A token
   * that is gone can be let in for ten seconds more, from the gateway's session cache.
   *
   * `life` says why a token opens the API or not; `"policy-gone"` is a policy that was removed, if the gateway shows policies.
   *
   * @throws {@link TykInputError} for an id, a code or a token that is unsafe in a path.
   * @throws {@link TykIncompleteError} if the gateway's storage seems to be down: with an {@link AbsenceReport} if it cannot be told
   * whether the token exists, with a {@link ClientLookupReport} if it cannot be told whether its client exists.
   * @throws {@link TykRequestError} as any request can.
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
   * Finds tokens that open an API by what their sessions say, such as their user's id in `meta_data`: all keys of the gateway
   * are looked at, one request each, 8 at once. Where the gateway lists no keys, those that its lists of the API's clients name
   * are looked at, and `complete` is `false`. It is also `false`, with a `reason`, if a control fails because the gateway's storage seems
   * to be down, or if a second list misses a key that was found.
   *
   * @throws {@link TykInputError} for an id that is unsafe in a path, and a `where` that is neither an object nor a function, or
   * that throws.
   * @throws {@link TykNotFoundError} if the gateway lists no keys, and the API is unknown.
   * @throws {@link TykIncompleteError} if the gateway lists no keys: with an {@link AbsenceReport} if it cannot be told whether the API has
   * clients, or whether a listed token exists; with a {@link BrokenIndexReport} if the API's clients cannot be listed.
   * @throws {@link TykRequestError} as any request can.
   *
   * @example
   * ```ts
   * const where = { meta_data: { user: "u1" } };
   * const { tokens, complete } = await tyk.tokens.find({ apiId: "orders", where });
   * for (const { listedCode } of tokens) await tyk.tokens.revoke({ apiId: "orders", listedCode });
   * ```
   */
  find(input: FindTokensInput, options?: VerbOptions): TykPromise<FoundTokens> {
    return this.#engine.run("tokens.find", [input], options, (verbs) => verbs.findTokens);
  }

  /**
   * Revokes one token, by what is known of it, and says what is known of it then.
   *
   * - A token: the gateway says yes to any token, unknown ones among them. An access token's refresh token can still mint,
   *   and the other way round: name each. All listed tokens that expire in the same second go off the list and stay alive: they
   *   are in `dropped`. If the token can be read, it is removed until it stays away.
   * - A listed code: the key is removed, for a hash is no token to the revocation endpoint. The list goes on naming it, and its
   *   refresh token goes on.
   * - A refresh token: it is ended; its access token lives on. It travels in the path of a URL, which proxies may log.
   *
   * A removed token can open the API for ten seconds more, from the gateway's session cache. One that is in use may come back:
   * `writtenBack` tells how often, and it is removed up to 200 times.
   *
   * @throws {@link TykInputError} where the target is none of the three, for an id or code that is unsafe in a path, and for the
   * hash of a token where the token itself belongs: the gateway would say yes, and put it out of reach.
   * @throws {@link TykBadRequestError} where the client of a token is unknown.
   * @throws {@link TykNotFoundError} where no key has the listed code, or the API of a refresh token is unknown.
   * @throws {@link TykIncompleteError} if the gateway says that no key has the listed code and it cannot be told whether that is true:
   * its storage seems to be down. `report` has `state` and `reason`.
   * @throws {@link TykRequestError} as any request can.
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
   * Ends all tokens of a client, and proves it: with each API's own secret, which is read, the listed tokens and their refresh
   * tokens are revoked; each is looked up, and removed by its key where it lives on; all keys of the gateway are looked through
   * for tokens of the client that no list names; the gateway's session cache, which lets removed tokens in for ten seconds, is
   * waited out; and all is looked at again. A token in use that comes back is removed until it stays away.
   *
   * Tokens of the client are ended on whichever API they open, except those that open nothing but OAuth APIs on which the client has
   * copies that are not meant. The report has a line for each API that is meant, and for each API without OAuth that the tokens opened.
   * With `apis: "all"` copies on APIs that are not OAuth any more are meant as well (from 4.3 on).
   *
   * The gateway alone would say yes to a wrong secret, miss tokens that dropped off its lists, and say yes before they are refused.
   *
   * @returns The report: for each API what is known, and what nothing lists.
   * @throws {@link TykInputError} for an id that is unsafe in a path.
   * @throws {@link TykNotFoundError} where the client is unknown and has left no tokens.
   * @throws {@link TykIncompleteError} with a {@link ClientLookupReport} if it cannot be told whether the client exists, and with a {@link TokensReport} where a token lives on or not all can be known: always where
   * the gateway hashes keys and does not list them, as packaged, since tokens that dropped off a list cannot be found there.
   * `ifUnproved: "report"` gives the report in place of it.
   * @throws {@link TykRequestError} as any request can.
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
   * Removes lapsed tokens from the lists of all clients. It changes nothing where the gateway's
   * `oauth_token_expired_retain_period` is not set, nor for 60 seconds after any purge, the gateway's own at its start included: both
   * are a success too, so that the result is never more than `"unverified"`.
   *
   * One attempt may take 60 seconds unless `timeoutMs` says otherwise.
   *
   * @throws {@link TykUnsupportedError} before 5.3.
   * @throws {@link TykRequestError} as any request can; {@link TykRouteError} where this is no control address.
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

import type { ApiDefinition } from "../../generated/index.ts";
import type { LazyEngine } from "../engine/lazy-engine.ts";
import type { ApiEndpoints, EndpointsArgs } from "../verbs/apis/endpoints.ts";
import type { VerbOptions } from "../types/options.ts";
import type { TykPromise } from "../types/tyk-promise.ts";

/** Reads the gateway's APIs: `tyk.apis`. */
export class ApisResource {
  readonly #engine: LazyEngine;

  /** @internal */
  constructor(engine: LazyEngine) {
    this.#engine = engine;
  }

  /**
   * Reads the definition of an API, such as whether it uses OAuth (`use_oauth2`), its path (`proxy.listen_path`) and its
   * `domain`.
   *
   * @throws {@link TykInputError} if the id is unsafe in a URL path.
   * @throws {@link TykNotFoundError} if the API is unknown.
   * @throws {@link TykRequestError} if a request fails.
   *
   * @example
   * ```ts
   * const { use_oauth2, proxy } = await tyk.apis.get({ apiId: "orders" });
   * ```
   */
  get(args: { readonly apiId: string }, options?: VerbOptions): TykPromise<ApiDefinition> {
    return this.#engine.run("apis.get", [args], options, (verbs) => verbs.getApi);
  }

  /**
   * Reads the definitions of all APIs, in no particular order. The gateway has no pages for this list (trap 31).
   *
   * @param args - `oauth: true` returns only the APIs that use OAuth, `oauth: false` only the others.
   * @throws {@link TykInputError} if `oauth` is not a boolean.
   * @throws {@link TykRequestError} if a request fails.
   *
   * @example
   * ```ts
   * const oauthApis = await tyk.apis.list({ oauth: true });
   * ```
   */
  list(
    args: { readonly oauth?: boolean | undefined } = {},
    options?: VerbOptions,
  ): TykPromise<ApiDefinition[]> {
    return this.#engine.run("apis.list", [args], options, (verbs) => verbs.listApis);
  }

  /**
   * Returns the OAuth endpoint URLs of an API, with the names of RFC 8414, for libraries such as openid-client and oauth4webapi.
   * The gateway itself has no discovery document. Makes sure that no other API receives what is sent to these URLs (trap 26).
   *
   * @param args - The API, and `listenPath` if the API's own listen path is a pattern.
   * @throws {@link TykInputError} if an argument is wrong.
   * @throws {@link TykNotFoundError} if the API is unknown.
   * @throws {@link TykUnsupportedError} if the API does not use OAuth, or if another API may receive the requests.
   * @throws {@link TykConfigError} if the `apiBaseUrl` function fails or returns no URL.
   * @throws {@link TykRequestError} if a request fails.
   *
   * @example
   * ```ts
   * const { token_endpoint } = await tyk.apis.endpoints({ apiId: "orders" });
   * ```
   */
  endpoints(args: EndpointsArgs, options?: VerbOptions): TykPromise<ApiEndpoints> {
    return this.#engine.run("apis.endpoints", [args], options, (verbs) => verbs.apiEndpoints);
  }
}

import type { ApiDefinition } from "../../generated/index.ts";
import type { LazyEngine } from "../engine/lazy-engine.ts";
import type { VerbOptions } from "../types/options.ts";
import type { TykPromise } from "../types/tyk-promise.ts";

/** The gateway's APIs, as far as their OAuth clients need them: `tyk.apis`. */
export class ApisResource {
  readonly #engine: LazyEngine;

  /** @internal */
  constructor(engine: LazyEngine) {
    this.#engine = engine;
  }

  /**
   * Reads the definition of an API: whether it is OAuth (`use_oauth2`), where it listens (`proxy.listen_path`), its `domain`.
   *
   * @throws {@link TykInputError} for an id that is unsafe in a path.
   * @throws {@link TykNotFoundError} where the API is unknown.
   * @throws {@link TykRequestError} as any request can.
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
   * Reads the definitions of all APIs, in no order.
   *
   * @param args - `oauth: true` gives the APIs with OAuth alone, `false` the others.
   * @throws {@link TykInputError} where `oauth` is no boolean.
   * @throws {@link TykRequestError} as any request can.
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
}

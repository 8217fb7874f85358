import type { ApiDefinition } from "../../generated/index.ts";
import type { Deps } from "../verbs/deps.ts";
import type { VerbOptions } from "../options.ts";
import type { TykPromise } from "../tyk-promise.ts";
import { runVerb } from "../verbs/run.ts";
import type { Verb } from "../verbs/verb.ts";

/** The gateway's APIs, as far as their OAuth clients need them: `tyk.apis`. */
export class ApisResource {
  readonly #deps: Deps;

  /** @internal */
  constructor(deps: Deps) {
    this.#deps = deps;
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
    return runVerb("apis.get", this.#deps, options, async (verb: Verb) => {
      verb.record(args, "args");
      const { apiId } = args;
      verb.id(apiId, "apiId");
      const api = await verb.read("getApi", { path: { apiID: apiId } }, { apiId });
      // What is known of the API from before may be wrong now.
      this.#deps.definitions.delete(apiId);
      return api;
    });
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
    return runVerb("apis.list", this.#deps, options, async (verb: Verb) => {
      verb.record(args, "args");
      const { oauth } = args;
      if (oauth !== undefined && typeof oauth !== "boolean")
        verb.fail("oauth", "must be true or false");
      const apis = await verb.read("listApis", {});
      return oauth === undefined ? apis : apis.filter((api) => api.use_oauth2 === oauth);
    });
  }
}

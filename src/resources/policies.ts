import type { Policy } from "../../generated/index.ts";
import type { LazyEngine } from "../engine/lazy-engine.ts";
import type { VerbOptions } from "../types/options.ts";
import type { TykPromise } from "../types/tyk-promise.ts";

/** The policies that clients and tokens can have: `tyk.policies`. */
export class PoliciesResource {
  readonly #engine: LazyEngine;

  /** @internal */
  constructor(engine: LazyEngine) {
    this.#engine = engine;
  }

  /**
   * Reads a policy: the APIs that it grants are the keys of `access_rights`.
   *
   * On 4.3 and 5.3 a policy that the gateway reads from a file has no id and is not found, so a 404 does not prove that it
   * does not exist. 3.0 has no such route.
   *
   * @throws {@link TykInputError} for an id that is unsafe in a path.
   * @throws {@link TykNotFoundError} where the policy is unknown, or has no id of its own.
   * @throws {@link TykRequestError} as any request can; {@link TykUnsupportedError} on 3.0.
   *
   * @example
   * ```ts
   * const { access_rights } = await tyk.policies.get({ policyId: "gold" });
   * ```
   */
  get(args: { readonly policyId: string }, options?: VerbOptions): TykPromise<Policy> {
    return this.#engine.run("policies.get", [args], options, (verbs) => verbs.getPolicy);
  }

  /**
   * Reads all policies, in no order. On 4.3 and 5.3 those of a file have the id `""`.
   *
   * @throws {@link TykRequestError} as any request can; {@link TykUnsupportedError} on 3.0.
   *
   * @example
   * ```ts
   * const granting = (await tyk.policies.list()).filter((policy) => "orders" in (policy.access_rights ?? {}));
   * ```
   */
  list(options?: VerbOptions): TykPromise<Policy[]> {
    return this.#engine.run("policies.list", [], options, (verbs) => verbs.listPolicies);
  }
}

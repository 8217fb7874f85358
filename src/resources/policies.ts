import type { Policy } from "../../generated/index.ts";
import type { LazyEngine } from "../engine/lazy-engine.ts";
import type { VerbOptions } from "../types/options.ts";
import type { TykPromise } from "../types/tyk-promise.ts";

/** Reads the policies of clients and tokens: `tyk.policies`. */
export class PoliciesResource {
  readonly #engine: LazyEngine;

  /** @internal */
  constructor(engine: LazyEngine) {
    this.#engine = engine;
  }

  /**
   * Reads a policy. The keys of `access_rights` are the APIs that it grants.
   *
   * Before 5.12 a policy that the gateway reads from a file has no id and is not found. On such a gateway a 404 does not
   * prove that the policy does not exist.
   *
   * @throws {@link TykInputError} if the id is unsafe in a URL path.
   * @throws {@link TykNotFoundError} if the policy is unknown, or has no id of its own.
   * @throws {@link TykUnsupportedError} on gateways before 4.3.
   * @throws {@link TykRequestError} if a request fails.
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
   * Reads all policies, in no particular order. Before 5.12 policies that the gateway reads from a file have the id `""`.
   *
   * @throws {@link TykUnsupportedError} on gateways before 4.3.
   * @throws {@link TykRequestError} if a request fails.
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

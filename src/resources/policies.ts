import type { Policy } from "../../generated/index.ts";
import type { Deps } from "../verbs/deps.ts";
import type { VerbOptions } from "../options.ts";
import type { TykPromise } from "../tyk-promise.ts";
import { runVerb } from "../verbs/run.ts";
import type { Verb } from "../verbs/verb.ts";

/** The policies that clients and tokens can have: `tyk.policies`. */
export class PoliciesResource {
  readonly #deps: Deps;

  /** @internal */
  constructor(deps: Deps) {
    this.#deps = deps;
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
    return runVerb("policies.get", this.#deps, options, (verb: Verb) => {
      verb.record(args, "args");
      const { policyId } = args;
      verb.id(policyId, "policyId");
      // What is known of the policy from before may be wrong now.
      this.#deps.policies.delete(policyId);
      return verb.read("getPolicy", { path: { polID: policyId } });
    });
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
    return runVerb("policies.list", this.#deps, options, (verb) => verb.read("listPolicies", {}));
  }
}

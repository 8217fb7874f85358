import type { Policy } from "../../../generated/index.ts";
import type { Verb } from "../verb.ts";

/** Reads a policy. */
export async function getPolicy(verb: Verb, args: { readonly policyId: string }): Promise<Policy> {
  verb.check.record(args, "args");
  const { policyId } = args;
  verb.check.id(policyId, "policyId");
  // What is known of the policy from before may be wrong now.
  verb.deps.policies.delete(policyId);
  return verb.read("getPolicy", { path: { polID: policyId } });
}

/** Lists all policies. */
export function listPolicies(verb: Verb): Promise<Policy[]> {
  return verb.read("listPolicies", {});
}

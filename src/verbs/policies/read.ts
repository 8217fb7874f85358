import type { Policy } from "../../../generated/index.ts";
import type { MethodContext } from "../method-context.ts";

/** Reads a policy. */
export async function getPolicy(
  context: MethodContext,
  args: { readonly policyId: string },
): Promise<Policy> {
  context.check.record(args, "args");
  const { policyId } = args;
  context.check.id(policyId, "policyId");
  // The cached policy may be outdated.
  context.deps.policies.delete(policyId);
  return context.read("getPolicy", { path: { polID: policyId } });
}

/** Lists all policies. */
export function listPolicies(context: MethodContext): Promise<Policy[]> {
  return context.read("listPolicies", {});
}

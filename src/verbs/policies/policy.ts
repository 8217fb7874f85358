import type { Policy } from "../../../generated/index.ts";
import { TykNotFoundError, TykRouteError } from "../../errors/api.ts";
import { TykUnsupportedError } from "../../errors/method.ts";
import { idProblem } from "../../transport/request/ids.ts";
import type { MethodContext } from "../method-context.ts";
import { policyIdOf } from "../omitted-fields.ts";

/** Reads a policy for the caller. It does not use the cache. */
export async function getPolicy(
  context: MethodContext,
  args: { readonly policyId: string },
): Promise<Policy> {
  context.check.record(args, "args", ["policyId"]);
  const { policyId } = args;
  context.check.id(policyId, "policyId");
  // The cached policy may be outdated.
  context.deps.policies.delete(policyId);
  return context.read("getPolicy", { path: { polID: policyId } });
}

export function listPolicies(context: MethodContext): Promise<Policy[]> {
  return context.read("listPolicies", {});
}

/**
 * Finds a policy; a cached one is less than a minute old. Returns `undefined` if the gateway does not show it: gateways
 * before 4.3 show no policies, and gateways before 5.12 show no ids of policies that they read from a file.
 *
 * @throws {@link TykNotFoundError} if the policy does not exist.
 */
export async function findPolicy(
  context: MethodContext,
  policyId: string,
): Promise<Policy | undefined> {
  const { policies } = context.deps;
  const known = policies.get(policyId);
  if (known !== undefined) return known.policy;
  const isReadable = idProblem(policyId) === undefined;
  const policy = isReadable ? await fetchPolicy(context, policyId) : undefined;
  policies.set(policyId, { policy });
  return policy;
}

async function fetchPolicy(context: MethodContext, policyId: string): Promise<Policy | undefined> {
  try {
    return await context.read("getPolicy", { path: { polID: policyId } });
  } catch (error) {
    // `context.read` turns most missing routes into a TykUnsupportedError.
    const cause = error instanceof TykUnsupportedError ? error.cause : error;
    if (cause instanceof TykRouteError) return undefined;
    if (!(error instanceof TykNotFoundError)) throw error;
    const all = await context.read("listPolicies", {});
    // A policy without an id may be the one that is searched for.
    if (all.some((policy) => policyIdOf(policy) === "")) return undefined;
    throw error;
  }
}

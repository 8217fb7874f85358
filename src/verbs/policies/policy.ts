import type { Policy } from "../../../generated/index.ts";
import { TykNotFoundError, TykRouteError } from "../../errors/api.ts";
import { TykUnsupportedError } from "../../errors/method.ts";
import { idProblem } from "../../transport/request/ids.ts";
import type { MethodContext } from "../method-context.ts";

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
  const policy =
    idProblem(policyId) === undefined ? await fetchPolicy(context, policyId) : undefined;
  policies.set(policyId, { policy });
  return policy;
}

async function fetchPolicy(context: MethodContext, policyId: string): Promise<Policy | undefined> {
  try {
    return await context.read("getPolicy", { path: { polID: policyId } });
  } catch (error) {
    if (isRouteMissing(error)) return undefined;
    if (!(error instanceof TykNotFoundError)) throw error;
    const all = await context.read("listPolicies", {});
    // A policy without an id may be the one that is searched for.
    if (all.some((policy) => policyIdOf(policy) === "")) return undefined;
    throw error;
  }
}

/** Returns a policy's id; an empty string if the gateway does not show it. */
export function policyIdOf({ id = "" }: Policy): string {
  return id;
}

/**
 * Whether an error says that the gateway does not have the route. `context.read` turns a missing route into a
 * TykUnsupportedError.
 */
function isRouteMissing(error: unknown): boolean {
  return (
    error instanceof TykRouteError ||
    (error instanceof TykUnsupportedError && error.cause instanceof TykRouteError)
  );
}

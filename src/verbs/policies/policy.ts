import type { Policy } from "../../../generated/index.ts";
import { TykNotFoundError, TykRouteError } from "../../errors/api.ts";
import { TykUnsupportedError } from "../../errors/method.ts";
import { idProblem } from "../../transport/request/ids.ts";
import type { MethodContext } from "../method-context.ts";

/**
 * A policy as it was less than a minute ago, or `undefined` where the gateway cannot tell: before 4.3 it shows none, and
 * before 5.12 those that it reads from a file have no id.
 *
 * @throws {@link TykNotFoundError} where there is no such policy.
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
    if (all.some((policy) => idOf(policy) === "")) return undefined;
    throw error;
  }
}

/** A policy's id, empty where the gateway does not tell it. */
export function idOf({ id = "" }: Policy): string {
  return id;
}

/** The verb says of a missing route that the gateway lacks the operation. */
function isRouteMissing(error: unknown): boolean {
  return (
    error instanceof TykRouteError ||
    (error instanceof TykUnsupportedError && error.cause instanceof TykRouteError)
  );
}

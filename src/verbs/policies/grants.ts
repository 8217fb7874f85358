import type { ApiDefinition, Policy } from "../../../generated/index.ts";
import type { TykUnsupportedError } from "../../errors/method.ts";
import { isRecord } from "../../util/json.ts";
import { readApis } from "../apis/definition.ts";
import type { MethodContext } from "../method-context.ts";
import { usesOAuth } from "../omitted-fields.ts";
import { findPolicy } from "./policy.ts";
import { grantsAccess, missingGrantReason, policyRefusalReason } from "./policy-rules.ts";

/**
 * Throws if it is certain that tokens under some policies do not open an API. The gateway applies the policies of a token
 * together: one of them must grant the API, and each must be active and of the API's organisation (trap 39).
 *
 * @throws {@link TykNotFoundError} if a policy does not exist.
 */
export async function requireGrants(
  context: MethodContext,
  policyIds: readonly string[],
  api: ApiDefinition,
): Promise<void> {
  if (policyIds.length === 0) return;
  const policies: Policy[] = [];
  for (const policyId of policyIds) {
    const policy = await findPolicy(context, policyId);
    if (policy === undefined) continue;
    const why = policyRefusalReason(policy, api);
    if (why !== undefined) throw createPolicyError(context, [policyId], why);
    policies.push(policy);
  }
  // A policy that cannot be read may grant the API.
  if (policies.length < policyIds.length) return;
  if (policies.some((policy) => grantsAccess(policy, api.api_id))) return;
  throw createPolicyError(context, policyIds, missingGrantReason(policies, api));
}

/** Creates the error for policies that cannot be used. Removes them from the cache, because they may be fixed soon. */
function createPolicyError(
  context: MethodContext,
  policyIds: readonly string[],
  why: string,
): TykUnsupportedError {
  for (const policyId of policyIds) context.deps.policies.delete(policyId);
  const named = policyIds.length === 1 ? "the policy" : "the set of policies";
  return context.createUnsupportedError(`${named} ${policyIds.join(", ")} ${why}`);
}

/**
 * Reads the OAuth APIs that a policy grants. Returns `undefined` if the gateway does not show the policy. Leaves out APIs
 * that do not exist, with a warning: a policy can outlive an API, and a gateway can load a part of the APIs. The client
 * then gets fewer rights, not more.
 */
export async function readPolicyApis(
  context: MethodContext,
  policyId: string,
): Promise<readonly ApiDefinition[] | undefined> {
  const policy = await findPolicy(context, policyId);
  if (policy === undefined) return undefined;
  const rights = isRecord(policy.access_rights) ? policy.access_rights : {};
  const apis = await readApis(context, "");
  const granted = apis.filter((api) => usesOAuth(api) && Object.hasOwn(rights, api.api_id));
  for (const api of granted) await requireGrants(context, [policyId], api);
  if (granted.length === 0) throw createPolicyError(context, [policyId], "grants no OAuth API");
  const existing = new Set(apis.map(({ api_id }) => api_id));
  const unknown = Object.keys(rights).filter((apiId) => !existing.has(apiId));
  if (unknown.length > 0)
    context.warn(
      `the policy ${policyId} grants ${unknown.join(", ")}, which this gateway does not have: no client is created there`,
    );
  return granted;
}

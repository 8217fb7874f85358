import type { ApiDefinition, Policy } from "../../../generated/index.ts";
import { isRecord } from "../../util/json.ts";
import { orgIdOf } from "../omitted-fields.ts";

/** Returns why the gateway refuses every token under a policy on an API, whatever the token's other policies grant. */
export function policyRefusalReason(policy: Policy, api: ApiDefinition): string | undefined {
  const [orgId, apiOrgId] = [orgIdOf(policy), orgIdOf(api)];
  if (policy.is_inactive === true)
    return "is inactive (is_inactive): the gateway refuses its tokens; activate it, or use another policy";
  if (orgId === apiOrgId) return undefined;
  return orgId === ""
    ? `has no organisation, but the API ${api.api_id} belongs to ${apiOrgId}: the gateway refuses its tokens there; set the policy's org_id`
    : `belongs to another organisation than the API ${api.api_id}: the gateway refuses its tokens there`;
}

/** Whether a policy gives its tokens access to an API: it names the API, and its partitions, if set, include access rights. */
export function grantsAccess(policy: Policy, apiId: string): boolean {
  const { acl, quota, rate_limit } = isRecord(policy.partitions) ? policy.partitions : {};
  // Without `acl` the policy sets only the quota or the rate limit, and leaves the access rights to another policy.
  const lacksAccessRights = acl !== true && (quota === true || rate_limit === true);
  return namesApi(policy, apiId) && !lacksAccessRights;
}

function namesApi({ access_rights }: Policy, apiId: string): boolean {
  return Object.hasOwn(access_rights ?? {}, apiId);
}

export function missingGrantReason(policies: readonly Policy[], { api_id }: ApiDefinition): string {
  return policies.some((policy) => namesApi(policy, api_id))
    ? `grants the API ${api_id} without its access rights (partitions without acl): tokens would open nothing; set the acl partition, or none`
    : `does not grant the API ${api_id}, so its tokens would not open it; before 5.7, tokens of a policy that grants nothing open every API`;
}

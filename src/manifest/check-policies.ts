import type { Policy } from "../../generated/index.ts";
import type { ManifestProblem } from "../errors/manifest.ts";
import { suggestName } from "../util/unknown-name.ts";
import { policyIdOf } from "../verbs/omitted-fields.ts";
import {
  grantsAccess,
  missingGrantReason,
  policyRefusalReason,
} from "../verbs/policies/policy-rules.ts";
import { pointer } from "./pointer.ts";
import type { Scope } from "./read-scope.ts";
import type { Manifest } from "./types.ts";

/** Returns the problems of policies that do not exist, or whose tokens would not open an API of their client. */
export function findPolicyProblems(
  { clients }: Manifest,
  { policies, apis: definitions }: Scope,
): ManifestProblem[] {
  if (policies === undefined) return [];
  const byId = new Map(policies.map((policy) => [policyIdOf(policy), policy]));
  return Object.entries(clients).flatMap(([clientId, { policy_id: policyId, apis }]) => {
    if (policyId === undefined) return [];
    const path = pointer("/clients", clientId, "policy_id");
    const policy = byId.get(policyId);
    if (policy === undefined) {
      // Before 5.12 a policy that the gateway reads from a file has no id: it may be this one.
      return byId.has("") ? [] : [{ path, message: describeUnknownPolicy(policyId, byId) }];
    }
    return apis.flatMap((apiId) => {
      const api = definitions.get(apiId);
      if (api === undefined) return [];
      const why =
        policyRefusalReason(policy, api) ??
        (grantsAccess(policy, apiId) ? undefined : missingGrantReason([policy], api));
      return why === undefined ? [] : [{ path, message: `the policy ${policyId} ${why}` }];
    });
  });
}

function describeUnknownPolicy(policyId: string, byId: ReadonlyMap<string, Policy>): string {
  const meant = suggestName(policyId, [...byId.keys()]);
  const hint = meant === undefined ? "" : `; did you mean "${meant}"?`;
  return `the gateway has no policy "${policyId}"${hint}`;
}

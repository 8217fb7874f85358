import type { ApiDefinition, Policy } from "../../../generated/index.ts";
import { isRecord } from "../../util/json.ts";
import {
  grantsAccess,
  missingGrantReason,
  policyRefusalReason,
} from "../../verbs/policies/policy-rules.ts";
import { createFinding } from "./finding.ts";
import type { AuditedClient, Fleet } from "./fleet.ts";
import type { AuditFinding } from "./types.ts";

/** Checks the policies of all clients. Without the gateway's policies it finds only clients that have none. */
export function checkPolicies({ clients, apis, policies }: Fleet): AuditFinding[] {
  const apisById = new Map(apis.map((api) => [api.api_id, api]));
  return clients.flatMap((client) => checkClient(client, apisById, policies));
}

function checkClient(
  { clientId, copies }: AuditedClient,
  apis: ReadonlyMap<string, ApiDefinition>,
  policies: Fleet["policies"],
): AuditFinding[] {
  const findings: AuditFinding[] = [];
  const ownApis = new Set(copies.map(({ apiId }) => apiId));
  for (const { apiId, client } of copies) {
    const { policy_id = "" } = client;
    const subject = { apiId, clientId };
    if (policy_id === "") {
      findings.push(
        createFinding("policy-missing", subject, `${clientId} has no policy on ${apiId}`),
      );
      continue;
    }
    if (policies === undefined) continue;
    const policy = policies.get(policy_id);
    if (policy === undefined) {
      const message = `the policy ${policy_id} of ${clientId} on ${apiId} does not exist`;
      findings.push(createFinding("policy-unknown", subject, message));
      continue;
    }
    const api = apis.get(apiId);
    const problem = api === undefined ? undefined : uselessReason(policy, api);
    if (problem !== undefined)
      findings.push(
        createFinding(
          "policy-useless",
          subject,
          `the policy ${policy_id} of ${clientId} ${problem}`,
        ),
      );
    const others = grantedApis(policy).filter((id) => !ownApis.has(id));
    if (others.length > 0)
      findings.push(
        createFinding(
          "policy-opens-more",
          subject,
          `the policy ${policy_id} of ${clientId} also opens ${others.join(", ")}`,
        ),
      );
  }
  return findings;
}

function uselessReason(policy: Policy, api: ApiDefinition): string | undefined {
  const refusal = policyRefusalReason(policy, api);
  if (refusal !== undefined) return refusal;
  return grantsAccess(policy, api.api_id) ? undefined : missingGrantReason([policy], api);
}

/** Returns the ids of the APIs that tokens of a policy open. */
export function grantedApis(policy: Policy): string[] {
  const rights = isRecord(policy.access_rights) ? policy.access_rights : {};
  return Object.keys(rights).filter((apiId) => grantsAccess(policy, apiId));
}

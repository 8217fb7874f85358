import type { Api } from "../settings/apis.ts";
import type { Policy } from "../settings/policies.ts";
import type { VersionTraits } from "../versions.ts";
import { getPolicyIds } from "./session.ts";
import type { AccessRights, Session } from "./session.ts";

/** The limits of a policy: a thousand requests per second and no quota. */
export const defaultLimits: Readonly<Record<string, number>> = {
  rate: 1000,
  per: 1,
  quota_max: -1,
  quota_renewal_rate: -1,
};

/** The gateway's policies, which define the rights of sessions. */
export class PolicyStore {
  #policies: readonly Policy[];
  readonly #traits: VersionTraits;

  constructor(policies: readonly Policy[], traits: VersionTraits) {
    this.#policies = policies;
    this.#traits = traits;
  }

  /** Replaces the policies. Sessions refer to policies by id, so those of a removed policy are refused at once (Trap 41). */
  load(policies: readonly Policy[]): void {
    this.#policies = policies;
  }

  list(): readonly Policy[] {
    return this.#policies;
  }

  find(id: string): Policy | undefined {
    return this.#policies.find((policy) => policy.id === id);
  }

  /** Finds the policy that an organisation's session or API can use. */
  findInOrganisation(orgId: string, id: string): Policy | undefined {
    const policy = this.find(id);
    return this.#traits.policiesPerOrganisation && policy?.orgId !== orgId ? undefined : policy;
  }

  /** Creates the session that a policy defines. */
  createSession(policy: Policy): Session {
    return {
      org_id: policy.orgId,
      oauth_client_id: "",
      expires: 0,
      is_inactive: policy.isInactive,
      apply_policy_id: "",
      apply_policies: [policy.id],
      access_rights: policy.rights,
      meta_data: {},
      tags: [],
      otherFields: {
        allowance: defaultLimits["rate"],
        ...defaultLimits,
        quota_max: policy.quotaMax,
      },
    };
  }

  /** Applies the policies to a session. `isRefused` is true if they cannot be applied. */
  apply(session: Session, api: Api | undefined): { session: Session; isRefused: boolean } {
    const ids = getPolicyIds(session);
    const tags = session.tags ?? [];
    if (ids === undefined) return { session: { ...session, tags }, isRefused: false };
    const orgId = session.org_id === "" ? (api?.orgId ?? "") : session.org_id;
    const policies: Policy[] = [];
    for (const id of ids) {
      const policy = this.findInOrganisation(orgId, id);
      if (policy === undefined && this.#traits.skipsUnknownPolicies && ids.length > 1) continue;
      if (policy === undefined || (api !== undefined && policy.orgId !== api.orgId))
        return { session, isRefused: true };
      policies.push(policy);
    }
    const granted = this.#mergeGrantedRights(policies);
    const isSessionInactive = !this.#traits.policiesDecideInactive && session.is_inactive;
    const grantsNothing = Object.keys(granted).length === 0;
    const applied: Session = {
      ...session,
      tags,
      is_inactive: isSessionInactive || policies.some((policy) => policy.isInactive),
      access_rights: grantsNothing ? session.access_rights : granted,
      otherFields:
        policies.length === 0
          ? session.otherFields
          : { ...session.otherFields, ...mergeLimits(session, policies, granted) },
    };
    const isRefused =
      grantsNothing && (this.#traits.refusesEmptyPolicies || policies.some(isLimitsOnly));
    return { session: applied, isRefused };
  }

  #mergeGrantedRights(policies: readonly Policy[]): AccessRights {
    const granted = new Map<string, AccessRights[string]>();
    for (const policy of policies) {
      if (isLimitsOnly(policy)) continue;
      for (const [apiId, right] of Object.entries(policy.rights))
        granted.set(apiId, mergeRights(granted.get(apiId), this.#addLimits(policy, right)));
    }
    return Object.fromEntries(granted);
  }

  #addLimits(policy: Policy, right: AccessRights[string]): AccessRights[string] {
    const { api_id, api_name, ...other } = right;
    const named = this.#traits.rightsOmitApi ? other : { api_id, api_name, ...other };
    const { rate, per } = defaultLimits;
    return { ...named, limit: { rate, per, quota_max: policy.quotaMax } };
  }
}

/** Adds up the versions and URLs of two policies. A policy that allows all URLs does not widen one that allows some. */
function mergeRights(
  first: AccessRights[string] | undefined,
  second: AccessRights[string],
): AccessRights[string] {
  if (first === undefined) return second;
  const both = (name: string): unknown[] =>
    [first[name], second[name]].flatMap((list) => (list ?? []) as unknown[]);
  const urls = both("allowed_urls");
  return {
    ...second,
    versions: [...new Set(both("versions"))],
    ...(urls.length === 0 ? {} : { allowed_urls: urls }),
  };
}

/** Whether a policy has partitions, but none that grants APIs (Trap 39). */
function isLimitsOnly({ partitions }: Policy): boolean {
  const { acl, per_api, ...limits } = partitions;
  return !acl && !per_api && Object.values(limits).includes(true);
}

/** Merges limits. `quota_renewal_rate` is 0 for one API, the default for none, and the session's own for several. */
function mergeLimits(
  session: Session,
  policies: readonly Policy[],
  granted: AccessRights,
): Readonly<Record<string, unknown>> {
  const quotas = policies.map((policy) => policy.quotaMax);
  const limits = { ...defaultLimits, quota_max: quotas.includes(-1) ? -1 : Math.max(...quotas) };
  const apis = Object.keys(granted).length;
  if (apis === 0) return limits;
  const renewal = apis === 1 ? 0 : (session.otherFields["quota_renewal_rate"] ?? 0);
  return { ...limits, quota_renewal_rate: renewal };
}

import type { Api, Policy, Settings } from "../settings.ts";
import type { VersionTraits } from "../versions.ts";
import { policyIdsOf, type AccessRights, type Session } from "./session.ts";

/** What a policy grants where a test sets no limits: a thousand requests a second and no quota. */
export const POLICY_LIMITS: Readonly<Record<string, number>> = {
  rate: 1000,
  per: 1,
  quota_max: -1,
  quota_renewal_rate: -1,
};

/** The gateway's policies and what they do to a session. */
export class Policies {
  readonly #settings: Settings;
  readonly #traits: VersionTraits;

  constructor(settings: Settings, traits: VersionTraits) {
    this.#settings = settings;
    this.#traits = traits;
  }

  all(): readonly Policy[] {
    return this.#settings.policies;
  }

  byId(id: string): Policy | undefined {
    return this.#settings.policies.find((policy) => policy.id === id);
  }

  /** The policy as a session or an API of that organisation finds it. */
  inOrganisation(orgId: string, id: string): Policy | undefined {
    const policy = this.byId(id);
    return this.#traits.policiesPerOrganisation && policy?.orgId !== orgId ? undefined : policy;
  }

  /** A session that a policy alone rules. */
  sessionOf(policy: Policy): Session {
    return {
      org_id: policy.orgId,
      oauth_client_id: "",
      expires: 0,
      is_inactive: policy.inactive,
      apply_policy_id: "",
      apply_policies: [policy.id],
      access_rights: policy.rights,
      meta_data: {},
      tags: [],
      more: { allowance: POLICY_LIMITS["rate"], ...POLICY_LIMITS },
    };
  }

  /** The session with its policies applied; `refused` where they cannot be. */
  apply(session: Session, api: Api | undefined): { session: Session; refused: boolean } {
    const ids = policyIdsOf(session);
    const tags = session.tags ?? [];
    if (ids === undefined) return { session: { ...session, tags }, refused: false };
    let granted: AccessRights | undefined;
    let inactive = this.#traits.policiesDecideActivity ? false : session.is_inactive;
    for (const id of ids) {
      const policy = this.inOrganisation(
        session.org_id === "" ? (api?.orgId ?? "") : session.org_id,
        id,
      );
      if (policy === undefined && this.#traits.skipsUnknownPolicies && ids.length > 1) continue;
      if (policy === undefined || (api !== undefined && policy.orgId !== api.orgId))
        return { session, refused: true };
      granted = { ...granted, ...this.#limitedRightsOf(policy) };
      inactive ||= policy.inactive;
    }
    const grantsNothing = granted === undefined || Object.keys(granted).length === 0;
    const applied: Session = {
      ...session,
      tags,
      is_inactive: inactive,
      access_rights: grantsNothing ? session.access_rights : (granted ?? null),
      more:
        granted === undefined ? session.more : { ...session.more, ...limitsOf(session, granted) },
    };
    return { session: applied, refused: grantsNothing && this.#traits.refusesEmptyPolicies };
  }

  #limitedRightsOf(policy: Policy): AccessRights {
    const { rate, per, quota_max } = POLICY_LIMITS;
    const rights = Object.entries(policy.rights).map(([apiId, { versions, ...named }]) => {
      const right = this.#traits.rightsOmitApi ? { versions } : { ...named, versions };
      return [apiId, { ...right, limit: { rate, per, quota_max } }] as const;
    });
    return Object.fromEntries(rights);
  }
}

/** The limits of a session are those of its policies; how quotas renew is told of none, or of several APIs. */
function limitsOf(session: Session, granted: AccessRights): Readonly<Record<string, unknown>> {
  const { rate, per, quota_max, quota_renewal_rate } = POLICY_LIMITS;
  const apis = Object.keys(granted).length;
  const renewal = apis === 1 ? 0 : (session.more["quota_renewal_rate"] ?? 0);
  return { rate, per, quota_max, quota_renewal_rate: apis === 0 ? quota_renewal_rate : renewal };
}

import { accessRightsOf } from "./access-settings.ts";
import { DEFAULT_ORG, fail, flag, isList, text } from "./option-checks.ts";
import type { PolicySetup } from "./options.ts";
import type { AccessRights } from "./session/session.ts";

/** A policy with every field set. */
export interface Policy {
  readonly id: string;
  readonly orgId: string;
  readonly rights: AccessRights;
  /** The APIs of `rights`, in their order. */
  readonly apiIds: readonly string[];
  readonly inactive: boolean;
}

/** The policies of the option `policies`, checked and with every default. */
export function policiesOf(
  setups: Readonly<Record<string, readonly string[] | PolicySetup>>,
): Policy[] {
  return Object.entries(setups).map(([id, setup]) => policyOf(id, setup));
}

function policyOf(id: string, setup: readonly string[] | PolicySetup): Policy {
  if (id === "") fail("policies", "needs an id for each policy");
  const where = `policies: ${id}`;
  const fields: PolicySetup = isList(setup) ? { access_rights: setup } : setup;
  const rights = accessRightsOf(fields.access_rights, where);
  return {
    id,
    orgId: text(fields.org_id, `${where}: org_id`, DEFAULT_ORG),
    rights,
    apiIds: Object.keys(rights),
    inactive: flag(fields.is_inactive, `${where}: is_inactive`, false),
  };
}

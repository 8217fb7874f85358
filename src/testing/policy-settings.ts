import { accessRightsOf } from "./access-settings.ts";
import { defaultOrg, fail, flag, isList, isObject, onlyFields, text } from "./option-checks.ts";
import type { PolicyPartitions, PolicySetup } from "./options.ts";
import type { AccessRights } from "./session/session.ts";

/** A policy with every field set. */
export interface Policy {
  readonly id: string;
  readonly orgId: string;
  readonly rights: AccessRights;
  /** The APIs of `rights`, in their order. */
  readonly apiIds: readonly string[];
  readonly inactive: boolean;
  readonly partitions: Readonly<Record<keyof PolicyPartitions, boolean>>;
  /** -1 for any number. */
  readonly quotaMax: number;
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
    orgId: text(fields.org_id, `${where}: org_id`, defaultOrg),
    rights,
    apiIds: Object.keys(rights),
    inactive: flag(fields.is_inactive, `${where}: is_inactive`, false),
    partitions: partitionsOf(fields.partitions ?? {}, `${where}: partitions`),
    quotaMax: quotaOf(fields.quota_max, `${where}: quota_max`),
  };
}

function partitionsOf(setup: unknown, where: string): Policy["partitions"] {
  if (!isObject(setup)) fail(where, "must be an object");
  onlyFields(setup, where, ["quota", "rate_limit", "complexity", "acl", "per_api"]);
  const isSet = (name: string): boolean => flag(setup[name], `${where}: ${name}`, false);
  return {
    quota: isSet("quota"),
    rate_limit: isSet("rate_limit"),
    complexity: isSet("complexity"),
    acl: isSet("acl"),
    per_api: isSet("per_api"),
  };
}

function quotaOf(value: unknown, where: string): number {
  if (value === undefined) return -1;
  if (typeof value !== "number" || !Number.isInteger(value) || value < -1)
    fail(where, "must be a whole number, -1 or more");
  return value;
}

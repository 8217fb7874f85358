import { resolveAccessRights } from "./access-rights.ts";
import { isRecord } from "../../util/json.ts";
import {
  defaultOrg,
  rejectOption,
  checkBoolean,
  isReadonlyArray,
  checkFieldNames,
  checkString,
} from "./option-checks.ts";
import type { PolicyPartitions, PolicySetup } from "../setups.ts";
import type { AccessRights } from "../session/session.ts";

/** A policy with all defaults set. */
export interface Policy {
  readonly id: string;
  readonly orgId: string;
  readonly rights: AccessRights;
  /** The API ids of `rights`, in order. */
  readonly apiIds: readonly string[];
  readonly isInactive: boolean;
  readonly partitions: Readonly<Record<keyof PolicyPartitions, boolean>>;
  /** -1 for any number. */
  readonly quotaMax: number;
}

/** Checks the option `policies` and sets the defaults. */
export function resolvePolicies(
  setups: Readonly<Record<string, readonly string[] | PolicySetup>>,
): Policy[] {
  return Object.entries(setups).map(([id, setup]) => resolvePolicy(id, setup));
}

function resolvePolicy(id: string, setup: readonly string[] | PolicySetup): Policy {
  if (id === "") rejectOption("policies", "needs an id for each policy");
  const label = `policies: ${id}`;
  const fields: PolicySetup = isReadonlyArray(setup) ? { access_rights: setup } : setup;
  const rights = resolveAccessRights(fields.access_rights, label);
  return {
    id,
    orgId: checkString(fields.org_id, `${label}: org_id`, defaultOrg),
    rights,
    apiIds: Object.keys(rights),
    isInactive: checkBoolean(fields.is_inactive, `${label}: is_inactive`, false),
    partitions: resolvePartitions(fields.partitions ?? {}, `${label}: partitions`),
    quotaMax: checkQuota(fields.quota_max, `${label}: quota_max`),
  };
}

function resolvePartitions(setup: unknown, label: string): Policy["partitions"] {
  if (!isRecord(setup)) rejectOption(label, "must be an object");
  checkFieldNames(setup, label, ["quota", "rate_limit", "complexity", "acl", "per_api"]);
  const isSet = (name: string): boolean => checkBoolean(setup[name], `${label}: ${name}`, false);
  return {
    quota: isSet("quota"),
    rate_limit: isSet("rate_limit"),
    complexity: isSet("complexity"),
    acl: isSet("acl"),
    per_api: isSet("per_api"),
  };
}

function checkQuota(value: unknown, label: string): number {
  if (value === undefined) return -1;
  if (typeof value !== "number" || !Number.isInteger(value) || value < -1)
    rejectOption(label, "must be a whole number, -1 or more");
  return value;
}

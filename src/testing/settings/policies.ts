import { isRecord } from "../../util/json.ts";
import type { AccessRights } from "../session/session.ts";
import type { PolicyPartitions, PolicySetup } from "../setups.ts";
import { resolveAccessRights } from "./access-rights.ts";
import {
  checkFieldNames,
  checkLikelyFieldNames,
  defaultOrg,
  isReadonlyArray,
  OptionFields,
  rejectOption,
} from "./option-checks.ts";

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
  if (!isRecord(setups)) rejectOption("policies", "must be an object by policy id");
  return Object.entries(setups).map(([id, setup]) => resolvePolicy(id, setup));
}

const policyFields: readonly (keyof PolicySetup)[] = [
  "org_id",
  "access_rights",
  "is_inactive",
  "partitions",
  "quota_max",
];

function resolvePolicy(id: string, setup: readonly string[] | PolicySetup): Policy {
  if (id === "") rejectOption("policies", "needs an id for each policy");
  const label = `policies: ${id}`;
  const values: PolicySetup = isReadonlyArray(setup) ? { access_rights: setup } : setup;
  if (!isRecord(values)) rejectOption(label, "must be a list of API ids or an object");
  checkLikelyFieldNames(values, label, policyFields);
  const fields = new OptionFields<keyof PolicySetup>(values, label);
  const rights = resolveAccessRights(values.access_rights, label);
  return {
    id,
    orgId: fields.string("org_id", defaultOrg),
    rights,
    apiIds: Object.keys(rights),
    isInactive: fields.boolean("is_inactive"),
    partitions: resolvePartitions(values.partitions ?? {}, fields.label("partitions")),
    quotaMax: fields.integer("quota_max", -1, -1),
  };
}

function resolvePartitions(setup: unknown, label: string): Policy["partitions"] {
  if (!isRecord(setup)) rejectOption(label, "must be an object");
  checkFieldNames(setup, label, ["quota", "rate_limit", "complexity", "acl", "per_api"]);
  const fields = new OptionFields<keyof PolicyPartitions>(setup, label);
  return {
    quota: fields.boolean("quota"),
    rate_limit: fields.boolean("rate_limit"),
    complexity: fields.boolean("complexity"),
    acl: fields.boolean("acl"),
    per_api: fields.boolean("per_api"),
  };
}

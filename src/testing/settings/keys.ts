import { resolveAccessRights } from "./access-rights.ts";
import { isRecord } from "../../util/json.ts";
import {
  defaultOrg,
  rejectOption,
  checkBoolean,
  checkFieldNames,
  checkSeconds,
  checkString,
  checkStrings,
} from "./option-checks.ts";
import type { KeySetup } from "../setups.ts";
import type { Session } from "../session/session.ts";

/** An ordinary key, which belongs to no OAuth client, and its session. */
export interface ConfiguredKey {
  readonly key: string;
  readonly session: Session;
}

const fieldNames: Readonly<Record<keyof KeySetup, true>> = {
  org_id: true,
  access_rights: true,
  apply_policies: true,
  expires: true,
  is_inactive: true,
  meta_data: true,
  tags: true,
  alias: true,
};

/** Checks the option `keys` and sets the defaults. */
export function resolveKeys(
  setups: Readonly<Record<string, readonly string[] | KeySetup>>,
): ConfiguredKey[] {
  if (!isRecord(setups))
    rejectOption("keys", "must be an object by key: API ids or a session for each");
  return Object.entries(setups).map(([key, setup], i) => {
    // A key is a secret, so messages name its position.
    const label = `keys[${i}]`;
    if (key === "") rejectOption(label, "is an empty key");
    return { key, session: toSession(setup, label) };
  });
}

function toSession(setup: unknown, label: string): Session {
  const fields: unknown = Array.isArray(setup) ? { access_rights: setup as unknown } : setup;
  if (!isRecord(fields)) rejectOption(label, "must be a list of API ids or an object");
  checkFieldNames(fields, label, Object.keys(fieldNames));
  const { org_id, access_rights, apply_policies, expires, is_inactive, meta_data, tags, alias } =
    fields;
  const policies = checkStrings(apply_policies, `${label}: apply_policies`);
  if (access_rights === undefined && policies.length === 0)
    rejectOption(label, "needs access_rights or apply_policies");
  if (meta_data !== undefined && !isRecord(meta_data))
    rejectOption(`${label}: meta_data`, "must be an object");
  return {
    org_id: checkString(org_id, `${label}: org_id`, defaultOrg),
    oauth_client_id: "",
    expires: checkSeconds(expires, `${label}: expires`, 0, 0),
    is_inactive: checkBoolean(is_inactive, `${label}: is_inactive`, false),
    apply_policy_id: "",
    apply_policies: policies,
    access_rights: access_rights === undefined ? null : resolveAccessRights(access_rights, label),
    meta_data: meta_data ?? {},
    tags: checkStrings(tags, `${label}: tags`),
    otherFields: { alias: checkString(alias, `${label}: alias`, "") },
  };
}

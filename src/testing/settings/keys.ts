import { isRecord } from "../../util/json.ts";
import type { Session } from "../session/session.ts";
import type { KeySetup } from "../setups.ts";
import { resolveAccessRights } from "./access-rights.ts";
import { checkFieldNames, defaultOrg, OptionFields, rejectOption } from "./option-checks.ts";

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
  const values: unknown = Array.isArray(setup) ? { access_rights: setup as unknown } : setup;
  if (!isRecord(values)) rejectOption(label, "must be a list of API ids or an object");
  checkFieldNames(values, label, Object.keys(fieldNames));
  const fields = new OptionFields<keyof KeySetup>(values, label);
  const { access_rights, meta_data = {} } = values;
  const policies = fields.strings("apply_policies");
  if (access_rights === undefined && policies.length === 0)
    rejectOption(label, "needs access_rights or apply_policies");
  if (!isRecord(meta_data)) rejectOption(fields.label("meta_data"), "must be an object");
  return {
    org_id: fields.string("org_id", defaultOrg),
    oauth_client_id: "",
    expires: fields.seconds("expires", 0),
    is_inactive: fields.boolean("is_inactive"),
    apply_policy_id: "",
    apply_policies: policies,
    access_rights: access_rights === undefined ? null : resolveAccessRights(access_rights, label),
    meta_data,
    tags: fields.strings("tags"),
    otherFields: { alias: fields.string("alias") },
  };
}

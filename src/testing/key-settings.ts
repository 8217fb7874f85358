import { accessRightsOf } from "./access-settings.ts";
import {
  defaultOrg,
  fail,
  flag,
  isObject,
  onlyFields,
  seconds,
  text,
  texts,
} from "./option-checks.ts";
import type { KeySetup } from "./options.ts";
import type { Session } from "./session/session.ts";

/** An ordinary key, which no OAuth client made, and its session. */
export interface Key {
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

/** The keys of the option `keys`, checked and with every default. */
export function keysOf(setups: Readonly<Record<string, readonly string[] | KeySetup>>): Key[] {
  if (!isObject(setups)) fail("keys", "must be an object by key: API ids or a session for each");
  return Object.entries(setups).map(([key, setup], i) => {
    // A key is a secret: messages name its position.
    const where = `keys[${i}]`;
    if (key === "") fail(where, "is an empty key");
    return { key, session: sessionOf(setup, where) };
  });
}

function sessionOf(setup: unknown, where: string): Session {
  const fields: unknown = Array.isArray(setup) ? { access_rights: setup as unknown } : setup;
  if (!isObject(fields)) fail(where, "must be a list of API ids or an object");
  onlyFields(fields, where, Object.keys(fieldNames));
  const { org_id, access_rights, apply_policies, expires, is_inactive, meta_data, tags, alias } =
    fields;
  const policies = texts(apply_policies, `${where}: apply_policies`);
  if (access_rights === undefined && policies.length === 0)
    fail(where, "needs access_rights or apply_policies");
  if (meta_data !== undefined && !isObject(meta_data))
    fail(`${where}: meta_data`, "must be an object");
  return {
    org_id: text(org_id, `${where}: org_id`, defaultOrg),
    oauth_client_id: "",
    expires: seconds(expires, `${where}: expires`, 0, 0),
    is_inactive: flag(is_inactive, `${where}: is_inactive`, false),
    apply_policy_id: "",
    apply_policies: policies,
    access_rights: access_rights === undefined ? null : accessRightsOf(access_rights, where),
    meta_data: meta_data ?? {},
    tags: texts(tags, `${where}: tags`),
    more: { alias: text(alias, `${where}: alias`, "") },
  };
}

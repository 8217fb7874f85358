import { decodeFields, parseGoJson } from "../go/go-json.ts";
import type { FieldKinds } from "../go/go-json.ts";
import { limitFields, sessionFields } from "./session-fields.ts";
import type { AccessRights, Session } from "./session.ts";

const rightFields: FieldKinds = {
  api_name: "string",
  api_id: "string",
  versions: "strings",
  allowed_urls: "list",
  allowance_scope: "string",
  limit: limitFields,
};

/**
 * Parses `key_rules` into a session.
 *
 * @throws InvalidJsonError if the rules are not JSON of a session.
 */
export function parseKeyRules(rules: string): Session {
  const {
    org_id = "",
    is_inactive = false,
    apply_policy_id = "",
    apply_policies = [],
    access_rights,
    meta_data = {},
    tags,
    ...otherFields
  } = decodeFields(parseGoJson(rules), sessionFields);
  return {
    org_id: org_id as string,
    oauth_client_id: "",
    expires: 0,
    is_inactive: is_inactive as boolean,
    apply_policy_id: apply_policy_id as string,
    apply_policies: toStrings(apply_policies),
    access_rights: access_rights === undefined ? null : parseAccessRights(access_rights as object),
    meta_data: meta_data as Session["meta_data"],
    tags: tags === undefined ? null : toStrings(tags),
    otherFields,
  };
}

function toStrings(list: unknown): string[] {
  return (list as readonly (string | null)[]).map((item) => item ?? "");
}

function parseAccessRights(rights: object): AccessRights {
  const entries = Object.entries(rights).map(
    ([apiId, right]) => [apiId, decodeFields(right, rightFields)] as const,
  );
  return Object.fromEntries(entries);
}

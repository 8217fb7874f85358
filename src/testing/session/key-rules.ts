import { decodeFields, parseGoJson } from "../go/go-json.ts";
import type { FieldKind } from "../go/go-json.ts";
import type { AccessRights, Session } from "./session.ts";

/** The fields of a session that `key_rules` can contain. */
const sessionFields: Readonly<Record<string, FieldKind>> = {
  last_check: "integer",
  allowance: "number",
  rate: "number",
  per: "number",
  throttle_interval: "number",
  throttle_retry_limit: "integer",
  max_query_depth: "integer",
  date_created: "time",
  expires: "integer",
  quota_max: "integer",
  quota_renews: "integer",
  quota_remaining: "integer",
  quota_renewal_rate: "integer",
  access_rights: "object",
  org_id: "string",
  oauth_client_id: "string",
  oauth_keys: "stringMap",
  certificate: "string",
  basic_auth_data: "object",
  jwt_data: "object",
  hmac_enabled: "boolean",
  enable_http_signature_validation: "boolean",
  hmac_string: "string",
  rsa_certificate_id: "string",
  is_inactive: "boolean",
  apply_policy_id: "string",
  apply_policies: "strings",
  data_expires: "integer",
  monitor: "object",
  enable_detail_recording: "boolean",
  enable_detailed_recording: "boolean",
  meta_data: "object",
  tags: "strings",
  alias: "string",
  last_updated: "string",
  id_extractor_deadline: "integer",
  session_lifetime: "integer",
};

const rightFields: Readonly<Record<string, FieldKind>> = {
  api_name: "string",
  api_id: "string",
  versions: "strings",
  allowed_urls: "list",
  allowance_scope: "string",
  limit: "object",
};

const limitFields: Readonly<Record<string, FieldKind>> = {
  rate: "number",
  per: "number",
  throttle_interval: "number",
  throttle_retry_limit: "integer",
  max_query_depth: "integer",
  quota_max: "integer",
  quota_renews: "integer",
  quota_remaining: "integer",
  quota_renewal_rate: "integer",
};

/** Fields that are documents themselves. */
const nestedFields: Readonly<Record<string, Readonly<Record<string, FieldKind>>>> = {
  basic_auth_data: { password: "string", hash_type: "string" },
  jwt_data: { secret: "string" },
  monitor: { trigger_limits: "numbers" },
  limit: limitFields,
};

/**
 * Parses `key_rules` into a session.
 *
 * @throws InvalidJsonError if the rules are not JSON of a session.
 */
export function parseKeyRules(rules: string): Session {
  const fields = decodeDocument(parseGoJson(rules), sessionFields);
  const {
    org_id,
    is_inactive,
    apply_policy_id,
    apply_policies,
    access_rights,
    meta_data,
    tags,
    ...otherFields
  } = fields;
  return {
    org_id: (org_id ?? "") as string,
    oauth_client_id: "",
    expires: 0,
    is_inactive: (is_inactive ?? false) as boolean,
    apply_policy_id: (apply_policy_id ?? "") as string,
    apply_policies: ((apply_policies ?? []) as (string | null)[]).map((id) => id ?? ""),
    access_rights:
      access_rights === undefined
        ? null
        : parseAccessRights(access_rights as Record<string, unknown>),
    meta_data: (meta_data ?? {}) as Record<string, unknown>,
    tags: tags === undefined ? null : (tags as (string | null)[]).map((tag) => tag ?? ""),
    otherFields,
  };
}

function parseAccessRights(rights: Readonly<Record<string, unknown>>): AccessRights {
  return Object.fromEntries(
    Object.entries(rights).map(([apiId, right]) => [apiId, decodeDocument(right, rightFields)]),
  );
}

/** Reads the fields of a document and of the documents in it. */
function decodeDocument(
  value: unknown,
  kinds: Readonly<Record<string, FieldKind>>,
): Record<string, unknown> {
  const entries = Object.entries(decodeFields(value, kinds)).map(([name, found]) => {
    const nested = nestedFields[name];
    return [name, nested === undefined ? found : decodeFields(found, nested)] as const;
  });
  return Object.fromEntries(entries);
}

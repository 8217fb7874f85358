import { stringifyJson } from "../go/deep-json.ts";
import type { VersionTraits } from "../versions.ts";
import type { AccessRights, Session } from "./session.ts";

const zeroLimits: Readonly<Record<string, number>> = {
  rate: 0,
  per: 0,
  throttle_interval: 0,
  throttle_retry_limit: 0,
  max_query_depth: 0,
  quota_max: 0,
  quota_renews: 0,
  quota_remaining: 0,
  quota_renewal_rate: 0,
};

/** A session with every field empty. */
const emptySession: Readonly<Record<string, unknown>> = {
  last_check: 0,
  allowance: 0,
  rate: 0,
  per: 0,
  throttle_interval: 0,
  throttle_retry_limit: 0,
  max_query_depth: 0,
  date_created: "0001-01-01T00:00:00Z",
  expires: 0,
  quota_max: 0,
  quota_renews: 0,
  quota_remaining: 0,
  quota_renewal_rate: 0,
  access_rights: null,
  org_id: "",
  oauth_client_id: "",
  oauth_keys: null,
  certificate: "",
  basic_auth_data: { password: "", hash_type: "" },
  jwt_data: { secret: "" },
  hmac_enabled: false,
  enable_http_signature_validation: false,
  hmac_string: "",
  rsa_certificate_id: "",
  is_inactive: false,
  apply_policy_id: "",
  apply_policies: null,
  data_expires: 0,
  monitor: { trigger_limits: null },
  enable_detail_recording: false,
  enable_detailed_recording: false,
  meta_data: {},
  tags: null,
  alias: "",
  last_updated: "",
  id_extractor_deadline: 0,
  session_lifetime: 0,
};

/** Creates a session's JSON as the keys endpoint shows it (Trap 33). */
export function toSessionDocument(
  session: Session,
  traits: VersionTraits,
): Record<string, unknown> {
  const { otherFields, access_rights, apply_policies, ...own } = session;
  const full = {
    ...emptySession,
    ...otherFields,
    ...own,
    access_rights: access_rights === null ? null : toRightsDocument(access_rights, traits),
    apply_policies: apply_policies.length === 0 ? null : apply_policies,
  };
  return traits.omitsEmptyFields ? omitEmptyFields(full, emptySession) : full;
}

const emptyRight: Readonly<Record<string, unknown>> = {
  api_name: "",
  api_id: "",
  versions: null,
  allowed_urls: null,
  restricted_types: null,
  allowance_scope: "",
};

function toRightsDocument(rights: AccessRights, traits: VersionTraits): AccessRights {
  const entries = Object.entries(rights).map(([apiId, right]) => {
    const isLimited = right["limit"] !== undefined || traits.rightsHaveLimits;
    const limit = isLimited ? { ...zeroLimits, ...(right["limit"] as object | undefined) } : null;
    if (!traits.omitsEmptyFields) return [apiId, { ...emptyRight, ...right, limit }] as const;
    return [
      apiId,
      omitEmptyFields({ ...right, limit: omitEmptyFields({ ...limit }, zeroLimits) }, emptyRight),
    ] as const;
  });
  return Object.fromEntries(entries);
}

function omitEmptyFields(
  fields: Readonly<Record<string, unknown>>,
  empty: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => !isEmpty(value, empty[name])),
  );
}

function isEmpty(value: unknown, empty: unknown): boolean {
  const text = stringifyJson(value);
  return ["null", "[]", "{}"].includes(text) || text === stringifyJson(empty);
}

import { stringifyJson } from "../go/deep-json.ts";
import { createZeroFields } from "../go/go-json.ts";
import type { VersionTraits } from "../versions.ts";
import { limitFields, sessionFields } from "./session-fields.ts";
import type { AccessRights, Session } from "./session.ts";

type Fields = Readonly<Record<string, unknown>>;

const emptyLimits: Fields = createZeroFields(limitFields);
const emptySession: Fields = { ...createZeroFields(sessionFields), meta_data: {} };
const emptyRight: Fields = {
  api_name: "",
  api_id: "",
  versions: null,
  allowed_urls: null,
  restricted_types: null,
  allowance_scope: "",
};

/** Creates a session's JSON as the keys endpoint shows it (Trap 33). */
export function toSessionDocument(session: Session, traits: VersionTraits): Fields {
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

function toRightsDocument(rights: AccessRights, traits: VersionTraits): AccessRights {
  const toRight = (right: Fields): Fields => {
    const isLimited = right["limit"] !== undefined || traits.rightsHaveLimits;
    const limit = isLimited ? { ...emptyLimits, ...(right["limit"] as object | undefined) } : null;
    return traits.omitsEmptyFields
      ? omitEmptyFields({ ...right, limit: omitEmptyFields({ ...limit }, emptyLimits) }, emptyRight)
      : { ...emptyRight, ...right, limit };
  };
  return Object.fromEntries(
    Object.entries(rights).map(([apiId, right]) => [apiId, toRight(right)]),
  );
}

function omitEmptyFields(fields: Fields, empty: Fields): Fields {
  const kept = Object.entries(fields).filter(([name, value]) => !isEmpty(value, empty[name]));
  return Object.fromEntries(kept);
}

function isEmpty(value: unknown, empty: unknown): boolean {
  const text = stringifyJson(value);
  return ["null", "[]", "{}"].includes(text) || text === stringifyJson(empty);
}

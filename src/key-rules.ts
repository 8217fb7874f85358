import { TykInputError } from "./errors/before-request.ts";
import { isRecord } from "./internal/json.ts";

/** What a token may do on one API, as the gateway stores it. */
export interface AccessRightRule {
  readonly api_id: string;
  readonly api_name?: string;
  readonly versions?: readonly string[];
}

/** Rules for {@link keyRules}. At least one of `policies` and `accessRights` must name something. */
export interface KeyRulesInput {
  /** The organisation of the API. */
  readonly orgId: string;
  /** The policies that the token gets, in place of the client's. */
  readonly policies?: readonly string[];
  /** Access rights by API id, for a token without a policy. */
  readonly accessRights?: Readonly<Record<string, AccessRightRule>>;
  /** What the upstream and the session are to know of the user, such as `{ user: "u1" }`. */
  readonly metaData?: Readonly<Record<string, unknown>>;
}

/** Rules that a token of one user gets in place of its client's policy; made by {@link keyRules}. */
export interface KeyRules {
  readonly org_id: string;
  readonly apply_policies?: readonly string[];
  readonly access_rights?: Readonly<Record<string, AccessRightRule>>;
  readonly meta_data?: Readonly<Record<string, unknown>>;
  /** Further fields of the gateway's session, such as `rate`, `per` or `quota_max`. */
  readonly [field: string]: unknown;
}

/**
 * Makes the rules of one user's token for `clients.authorize`.
 *
 * The gateway takes rules in place of the client's policy, whole: rules that name neither a policy nor access rights would
 * open every API. They cannot be made here, and `clients.authorize` refuses them.
 *
 * @throws {@link TykInputError} where the rules name neither policies nor access rights, or no organisation.
 *
 * @example
 * ```ts
 * const rules = keyRules({ orgId: "acme", policies: ["gold"], metaData: { user: "u1" } });
 * ```
 */
export function keyRules(input: KeyRulesInput): KeyRules {
  const { orgId, policies, accessRights, metaData } = input;
  const rules: KeyRules = {
    org_id: orgId,
    ...(policies === undefined ? {} : { apply_policies: policies }),
    ...(accessRights === undefined ? {} : { access_rights: accessRights }),
    ...(metaData === undefined ? {} : { meta_data: metaData }),
  };
  const why = whyNoKeyRules(rules);
  if (why !== undefined)
    throw new TykInputError(`keyRules ${why}`, { operation: "keyRules", field: "keyRules" });
  return rules;
}

/** Why rules must not be sent, or `undefined` where they may. */
export function whyNoKeyRules(rules: unknown): string | undefined {
  if (!isRecord(rules)) return "must be an object";
  const { org_id, apply_policies, access_rights } = rules;
  if (typeof org_id !== "string" || org_id === "") return "must name the organisation";
  if (apply_policies !== undefined && !isIdList(apply_policies))
    return "must name policies as a list of ids";
  if (access_rights !== undefined && !isRecord(access_rights))
    return "must give access rights by API";
  const some = isRecord(access_rights) && Object.keys(access_rights).length > 0;
  if (!some && !(isIdList(apply_policies) && apply_policies.length > 0)) {
    return "must name a policy or access rights: without either the token would open every API";
  }
  return undefined;
}

function isIdList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((id) => typeof id === "string" && id !== "");
}

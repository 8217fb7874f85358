import { TykInputError } from "../../errors/before-request.ts";
import { isRecord, parseJson } from "../../util/json.ts";
import type { UnknownRecord } from "../../util/json.ts";

/** What a token may do on one API, as the gateway stores it. */
export interface AccessRightRule {
  /** The API's id. */
  readonly api_id: string;
  /** The API's name. */
  readonly api_name?: string;
  /** The versions of the API that may be used, such as `["Default"]`. */
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
  /** The organisation of the API. */
  readonly org_id: string;
  /** The policies that the token gets. */
  readonly apply_policies?: readonly string[];
  /** Access rights by API id. */
  readonly access_rights?: Readonly<Record<string, AccessRightRule>>;
  /** What the upstream and the session are to know of the user. */
  readonly meta_data?: Readonly<Record<string, unknown>>;
  /**
   * Further fields of the gateway's session, such as `rate`, `per` or `quota_max`. The gateway overwrites `expires` and
   * `oauth_client_id`. Access rights with `allowed_urls` open those URLs alone.
   */
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
  const operation = "keyRules";
  const fail = (why: string): never => {
    throw new TykInputError(`keyRules ${why}`, { operation, field: "keyRules" });
  };
  if (!isRecord(input)) return fail("must be made from an object");
  const { orgId, policies, accessRights, metaData } = input;
  const rules: KeyRules = {
    org_id: orgId,
    ...(policies === undefined ? {} : { apply_policies: policies }),
    ...(accessRights === undefined ? {} : { access_rights: accessRights }),
    ...(metaData === undefined ? {} : { meta_data: metaData }),
  };
  const written = writeKeyRules(rules);
  return "why" in written ? fail(written.why) : rules;
}

/**
 * The rules as the text that is sent, or why they must not be sent. What is looked at is what the text says: a right that
 * is `undefined`, say, is in the object and not in the text.
 */
export function writeKeyRules(
  rules: unknown,
): { readonly text: string } | { readonly why: string } {
  try {
    // Of a function, say, it makes no text at all, whatever its type says.
    const text = JSON.stringify(rules) as unknown;
    if (typeof text !== "string") return { why: "must be an object" };
    const why = whyNoKeyRules(parseJson(text)?.value);
    return why === undefined ? { text } : { why };
  } catch {
    return { why: "cannot be written as JSON" };
  }
}

/** Why rules must not be sent, or `undefined` where they may. */
function whyNoKeyRules(rules: unknown): string | undefined {
  if (!isRecord(rules)) return "must be an object";
  const { org_id, apply_policies = [], access_rights = {}, meta_data = {} } = rules;
  const rights = isRecord(access_rights) ? Object.values(access_rights) : [undefined];
  // The gateway reads names in any case, and the last one wins: "Apply_Policies" would undo "apply_policies".
  if (![rules, ...rights.filter(isRecord)].every(hasPlainNames))
    return "must have names of small letters, digits and underscores alone, as the gateway's session has";
  if ("apply_policy_id" in rules) return "must name policies as apply_policies";
  if (typeof org_id !== "string") return "must name the organisation";
  if (!isRecord(meta_data)) return "must have metadata that is an object";
  if (!Array.isArray(apply_policies) || !apply_policies.every(isId)) {
    return "must name policies as a list of ids";
  }
  if (!rights.every((right) => isRecord(right) && isId(right["api_id"]))) {
    return "must give access rights by API, each with its api_id";
  }
  if (apply_policies.length === 0 && rights.length === 0) {
    return "must name a policy or access rights: without either the token would open every API";
  }
  return undefined;
}

function hasPlainNames(object: UnknownRecord): boolean {
  return Object.keys(object).every((name) => /^[a-z\d_]+$/.test(name));
}

function isId(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

import { findUnknownName, inputFailure } from "../../util/fail.ts";
import { describeUnknownName } from "../../util/unknown-name.ts";
import { isRecord, parseJson } from "../../util/json.ts";
import type { UnknownRecord } from "../../util/json.ts";

/** The access rights of a token on one API, as the gateway stores them. */
export interface AccessRightRule {
  /** The API's id. */
  readonly api_id: string;
  /** The API's name. */
  readonly api_name?: string | undefined;
  /** The versions of the API that the token may use, such as `["Default"]`. */
  readonly versions?: readonly string[] | undefined;
}

/** The input of {@link keyRules}. At least one of `policies` and `accessRights` must not be empty. */
export interface KeyRulesInput {
  /** The id of the API's organisation. */
  readonly orgId: string;
  /** The ids of the policies that the token gets instead of the client's policy. */
  readonly policies?: readonly string[] | undefined;
  /** Access rights by API id, for a token without a policy. */
  readonly accessRights?: Readonly<Record<string, AccessRightRule>> | undefined;
  /** Metadata of the token's session, such as `{ user: "u1" }`. */
  readonly metaData?: Readonly<Record<string, unknown>> | undefined;
}

/** Rules that the token of one user gets instead of its client's policy. Created by {@link keyRules}. */
export interface KeyRules {
  /** The id of the API's organisation. */
  readonly org_id: string;
  /** The ids of the policies that the token gets. */
  readonly apply_policies?: readonly string[] | undefined;
  /** Access rights by API id. */
  readonly access_rights?: Readonly<Record<string, AccessRightRule>> | undefined;
  /** Metadata of the token's session. */
  readonly meta_data?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Further fields of the gateway's session, such as `rate`, `per` or `quota_max`. `expires` and `oauth_client_id` are refused,
   * because the gateway overwrites them (trap 30, docs/gateway-traps.md). Access rights with `allowed_urls` open only these URLs.
   */
  readonly [field: string]: unknown;
}

const inputNames: readonly (keyof KeyRulesInput)[] = [
  "orgId",
  "policies",
  "accessRights",
  "metaData",
];

/** The fields of key rules that the gateway overwrites (trap 30). */
const overwrittenRules = ["expires", "oauth_client_id"] as const;
const overwrittenProblem =
  "must be left out: the gateway overwrites it with the token's own value, so it would have no effect";

/**
 * Creates the rules of one user's token, for `clients.authorize`.
 *
 * The rules replace the client's whole policy. Rules without a policy and without access rights would open every API (trap 19,
 * docs/gateway-traps.md), so this function throws, and `clients.authorize` refuses such rules.
 *
 * @throws {@link TykInputError} if the rules have neither policies nor access rights, or no organisation, or if the input has an
 * unknown field.
 *
 * @example
 * ```ts
 * const rules = keyRules({ orgId: "acme", policies: ["gold"], metaData: { user: "u1" } });
 * ```
 */
export function keyRules(input: KeyRulesInput): KeyRules {
  const fail = inputFailure("keyRules");
  if (!isRecord(input)) return fail("keyRules", "must be made from an object");
  // The gateway would never get a field that is silently dropped here.
  for (const name of overwrittenRules)
    if (Object.hasOwn(input, name)) fail(name, overwrittenProblem);
  const unknownName = findUnknownName({ ...input }, inputNames);
  if (unknownName !== undefined)
    fail(unknownName, "is unknown", describeUnknownName("field", unknownName, inputNames));
  const { orgId, policies, accessRights, metaData } = input;
  const rules: KeyRules = {
    org_id: orgId,
    ...(policies === undefined ? {} : { apply_policies: policies }),
    ...(accessRights === undefined ? {} : { access_rights: accessRights }),
    ...(metaData === undefined ? {} : { meta_data: metaData }),
  };
  const serialized = serializeKeyRules(rules);
  return "why" in serialized ? fail(serialized.field, serialized.why) : rules;
}

/**
 * Serializes rules to the JSON text that is sent, or returns why they must not be sent. The check reads the text, not the
 * object, because the two can differ: a right that is `undefined` is in the object only.
 */
export function serializeKeyRules(
  rules: unknown,
): { readonly text: string } | { readonly field: string; readonly why: string } {
  const field = "keyRules";
  try {
    // JSON.stringify returns undefined for a function, although its type says string.
    const text = JSON.stringify(rules) as unknown;
    if (typeof text !== "string") return { field, why: "must be an object" };
    const sent = parseJson(text)?.value;
    const why = keyRulesProblem(sent);
    if (why !== undefined) return { field, why };
    const overwritten = overwrittenRules.find((name) => Object.hasOwn(sent as object, name));
    if (overwritten === undefined) return { text };
    return { field: `${field}.${overwritten}`, why: overwrittenProblem };
  } catch {
    return { field, why: "cannot be written as JSON" };
  }
}

/** Returns why rules must not be sent; `undefined` if they may be sent. */
function keyRulesProblem(rules: unknown): string | undefined {
  if (!isRecord(rules)) return "must be an object";
  const { org_id, apply_policies = [], access_rights = {}, meta_data = {} } = rules;
  const rights = isRecord(access_rights) ? Object.values(access_rights) : [undefined];
  // The gateway ignores the case of field names, and the last field wins: "Apply_Policies" would override "apply_policies".
  if (![rules, ...rights.filter(isRecord)].every(hasPlainNames))
    return "must have only field names of lower-case letters, digits and underscores";
  if ("apply_policy_id" in rules) return "must name policies as apply_policies";
  if (typeof org_id !== "string") return "must name the organisation";
  if (!isRecord(meta_data)) return "must have metadata that is an object";
  if (!Array.isArray(apply_policies) || !apply_policies.every(isId))
    return "must name policies as a list of ids";
  if (!rights.every((right) => isRecord(right) && isId(right["api_id"])))
    return "must give access rights by API, each with its api_id";
  if (apply_policies.length === 0 && rights.length === 0)
    return "must name a policy or access rights: without either the token would open every API";
  return undefined;
}

function hasPlainNames(object: UnknownRecord): boolean {
  return Object.keys(object).every((name) => /^[a-z\d_]+$/.test(name));
}

function isId(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

import { isRecord } from "../util/json.ts";
import type { UnknownRecord } from "../util/json.ts";
import type { OperationId } from "./operations.ts";

// A guard checks only what this package and its types rely on. Fields that a newer gateway adds are ignored.
//
// The gateway leaves out empty fields (trap 33). So a field is required only if the package cannot work without it: the id of a
// document, a client's secret, a token's code. Any other field may be absent; absent means "", 0 or false.
//
// The lists must be arrays. On every measured version a success has `[]` for an empty list of keys, tokens, clients or APIs,
// never `null`. Reports use these lists as proof that nothing is left, so `null` must not be read as "empty".

/** Tells whether the parsed body of a response has the shape that its operation returns. */
export type ResponseGuard = (value: unknown) => boolean;

type Fields = Readonly<Record<string, ResponseGuard>>;

const text: ResponseGuard = (value) => typeof value === "string";
const flag: ResponseGuard = (value) => typeof value === "boolean";
/** Accepts only integers up to 2^53: `JSON.parse` rounds larger ones. */
const integer: ResponseGuard = (value) => Number.isSafeInteger(value);
const record: ResponseGuard = isRecord;

const has = (fields: Fields, optional: Fields = {}): ResponseGuard => {
  // Computed once here, not again for each of thousands of tokens.
  const requiredFields = Object.entries(fields);
  const optionalFields = Object.entries(optional);
  return (value) =>
    isRecord(value) &&
    requiredFields.every(([name, guard]) => guard(ownValue(value, name))) &&
    optionalFields.every(([name, guard]) => !Object.hasOwn(value, name) || guard(value[name]));
};

/** Requires at least one of these fields. Otherwise any object, such as an error, would pass as a document of optional fields. */
const withAnyOf =
  (names: readonly string[]): ResponseGuard =>
  (value) =>
    isRecord(value) && names.some((name) => Object.hasOwn(value, name));

const allOf =
  (...guards: readonly ResponseGuard[]): ResponseGuard =>
  (value) =>
    guards.every((guard) => guard(value));

const isNull: ResponseGuard = (value) => value === null;

const listOf =
  (item: ResponseGuard): ResponseGuard =>
  (value) =>
    Array.isArray(value) && value.every(item);

const oneOf =
  (...guards: readonly ResponseGuard[]): ResponseGuard =>
  (value) =>
    guards.some((guard) => guard(value));

function ownValue(value: UnknownRecord, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

const client: ResponseGuard = has(
  { client_id: text, secret: text },
  { redirect_uri: text, description: text, policy_id: text },
);
const clients: ResponseGuard = listOf(client);
const apiIds: ResponseGuard = listOf(text);

/** A listed token always expires, so `expires` is never absent. */
const token: ResponseGuard = has({ code: text, expires: integer });
const tokens: ResponseGuard = listOf(token);
/** The numbers show whether every page was read. The gateway sends them always, also the 0 of an empty list. */
const tokenPage: ResponseGuard = has({
  Pagination: has({ page_num: integer, page_total: integer, page_size: integer }),
  Tokens: tokens,
});
const tokensOrPage: ResponseGuard = oneOf(tokens, tokenPage);

/** With the status 200 the gateway always sends this `status`. Another value would be a refusal that looks like a success. */
const ok: ResponseGuard = (value) => value === "ok";
const keyModified: ResponseGuard = has({ status: ok }, { key: text, action: text });
const statusMessage: ResponseGuard = has({ status: ok }, { message: text });

const authorization: ResponseGuard = oneOf(
  has({ code: text, redirect_to: text }, { state: text }),
  has(
    { access_token: text, redirect_to: text },
    { state: text, token_type: text, expires_in: integer },
  ),
);
const tokenResponse: ResponseGuard = has(
  { access_token: text },
  { token_type: text, expires_in: integer, refresh_token: text },
);

const api: ResponseGuard = has(
  { api_id: text, proxy: has({ listen_path: text }) },
  {
    org_id: text,
    name: text,
    active: flag,
    internal: flag,
    listen_port: integer,
    use_oauth2: flag,
    use_keyless: flag,
    use_standard_auth: flag,
    domain: text,
    domain_disabled: flag,
  },
);
const apis: ResponseGuard = listOf(api);

/** The access rights of a policy or a session. `null` is an empty map: it grants nothing. */
const rights: ResponseGuard = oneOf(record, isNull);

/** A policy. On 4.3 and 5.3 a policy from a file has an empty id. */
const policy: ResponseGuard = allOf(
  withAnyOf(["id", "org_id", "access_rights", "active", "rate", "per", "quota_max"]),
  has(
    {},
    {
      id: text,
      org_id: text,
      active: flag,
      is_inactive: flag,
      access_rights: rights,
      partitions: record,
    },
  ),
);
const policies: ResponseGuard = listOf(policy);

const keys: ResponseGuard = has({ keys: listOf(text) });

/**
 * The session of any key. Most keys of a gateway do not belong to an OAuth client and have no `oauth_client_id` (trap 33). An
 * absent field means "no client's key", so an object that is not a session must not pass as one.
 */
const keySession: ResponseGuard = allOf(
  withAnyOf([
    "access_rights",
    "apply_policies",
    "date_created",
    "last_updated",
    "oauth_client_id",
    "org_id",
    "expires",
    "allowance",
    "rate",
    "per",
    "quota_max",
  ]),
  has(
    {},
    {
      org_id: text,
      oauth_client_id: text,
      expires: integer,
      is_inactive: flag,
      access_rights: rights,
      apply_policies: oneOf(listOf(text), isNull),
    },
  ),
);
const health: ResponseGuard = has({ status: text }, { version: text, description: text });
/** A response without a body. */
const nothing: ResponseGuard = (value) => value === undefined;

/** The guard of each operation. */
export const responseGuards: Readonly<Record<OperationId, ResponseGuard>> = {
  createOAuthClient: client,
  listOAuthClients: clients,
  getOAuthClient: client,
  updateOAuthClient: client,
  updateOAuthClientMetadata: clients,
  rotateOAuthClient: client,
  deleteOAuthClient: keyModified,
  listOAuthClientApis: apiIds,
  getOAuthClientTokens: tokensOrPage,
  invalidateOAuthRefresh: keyModified,
  revokeSingleToken: statusMessage,
  revokeAllTokens: statusMessage,
  purgeOAuthTokens: statusMessage,
  getApi: api,
  listApis: apis,
  getPolicy: policy,
  listPolicies: policies,
  listKeys: keys,
  getKey: keySession,
  deleteKey: keyModified,
  hello: health,
  authorizeClient: authorization,
  oauthAuthorize: nothing,
  oauthToken: tokenResponse,
  oauthRevoke: statusMessage,
  oauthRevokeAll: statusMessage,
};

/** The guard of one element of an operation's list. */
const elementGuards: Readonly<Partial<Record<OperationId, ResponseGuard>>> = {
  listOAuthClients: client,
  listOAuthClientApis: text,
  getOAuthClientTokens: token,
  listApis: api,
  listPolicies: policy,
  listKeys: text,
};

/** Returns the guard of one element of an operation's list. No element of a list without a guard passes. */
export function elementGuardOf(id: OperationId): ResponseGuard {
  return elementGuards[id] ?? (() => false);
}

import { isRecord } from "../util/json.ts";
import type { UnknownRecord } from "../util/json.ts";
import type { OperationId } from "./operations.ts";

// What a response must be to be used. Only what the package and its types rely on is checked; what a newer gateway adds
// goes through.
//
// The gateway leaves out what is empty, so a field is required only if the package cannot do without it: what identifies a
// document, a client's secret, a token's code. Any other field may be absent, and absent reads as "", 0 or false.
//
// `null` is a list of the gateway's own making that nothing was put in. No list here is one: the gateway makes each of them
// before it fills it, on every measured version. What a report proves rests on these lists (an empty list of keys, of tokens,
// of clients, of APIs says that nothing is left), so `null` is refused there instead of read as "nothing".

/** Tells whether a parsed answer can be used as what its operation answers. */
export type ResponseGuard = (value: unknown) => boolean;

type Fields = Readonly<Record<string, ResponseGuard>>;

const text: ResponseGuard = (value) => typeof value === "string";
const flag: ResponseGuard = (value) => typeof value === "boolean";
/** JSON's numbers above 2^53 arrive changed, so they are not integers that can be used. */
const integer: ResponseGuard = (value) => Number.isSafeInteger(value);
const record: ResponseGuard = isRecord;

const has = (fields: Fields, optional: Fields = {}): ResponseGuard => {
  // Once, and not for each of thousands of tokens.
  const needed = Object.entries(fields);
  const further = Object.entries(optional);
  return (value) =>
    isRecord(value) &&
    needed.every(([name, is]) => is(own(value, name))) &&
    further.every(([name, is]) => !Object.hasOwn(value, name) || is(value[name]));
};

/** At least one of these fields. A document in which every field may be absent is otherwise any object, an error too. */
const withAnyOf =
  (names: readonly string[]): ResponseGuard =>
  (value) =>
    isRecord(value) && names.some((name) => Object.hasOwn(value, name));

const allOf =
  (...shapes: readonly ResponseGuard[]): ResponseGuard =>
  (value) =>
    shapes.every((is) => is(value));

const isNull: ResponseGuard = (value) => value === null;

const listOf =
  (item: ResponseGuard): ResponseGuard =>
  (value) =>
    Array.isArray(value) && value.every(item);

const oneOf =
  (...shapes: readonly ResponseGuard[]): ResponseGuard =>
  (value) =>
    shapes.some((is) => is(value));

function own(value: UnknownRecord, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

const client: ResponseGuard = has(
  { client_id: text, secret: text },
  { redirect_uri: text, description: text, policy_id: text },
);
const clients: ResponseGuard = listOf(client);
const apiIds: ResponseGuard = listOf(text);

/** A token that is listed always expires, so its time is never empty. */
const tokens: ResponseGuard = listOf(has({ code: text, expires: integer }));
/** The numbers tell whether every page was read. The gateway writes them out, the 0 pages of an empty list too. */
const tokenPage: ResponseGuard = has({
  Pagination: has({ page_num: integer, page_total: integer, page_size: integer }),
  Tokens: tokens,
});
const tokensOrPage: ResponseGuard = oneOf(tokens, tokenPage);

/** With 200 the gateway's status is always this one; another would be a refusal that looks like a success. */
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
const tokenAnswer: ResponseGuard = has(
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

/** A map that nothing was put in is `null` in a policy and in a session: they grant nothing. */
const rights: ResponseGuard = oneOf(record, isNull);

/** A policy that was read from a file has an empty id on 4.3 and 5.3. */
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
 * A session of any key. Most keys of a gateway were made by no OAuth client, and have no `oauth_client_id`. That the field is
 * absent means "nobody's", so an object that is no session at all must not pass for one.
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

/** Tells of each operation whether a parsed response can be used. */
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
  oauthToken: tokenAnswer,
  oauthRevoke: statusMessage,
  oauthRevokeAll: statusMessage,
};

import { isRecord } from "../json.ts";
import type { UnknownRecord } from "../json.ts";

// What an answer must be to be used. Only what the package and its types rely on is looked at; what a newer gateway adds
// goes through.

/** Tells whether a parsed answer can be used as what its operation answers. */
export type Shape = (value: unknown) => boolean;

type Fields = Readonly<Record<string, Shape>>;

const text: Shape = (value) => typeof value === "string";
const flag: Shape = (value) => typeof value === "boolean";
/** JSON's numbers above 2^53 arrive changed, so they are not integers that can be used. */
const integer: Shape = (value) => Number.isSafeInteger(value);
const record: Shape = isRecord;

const has = (fields: Fields, optional: Fields = {}): Shape => {
  // Once, and not for each of thousands of tokens.
  const needed = Object.entries(fields);
  const further = Object.entries(optional);
  return (value) =>
    isRecord(value) &&
    needed.every(([name, is]) => is(own(value, name))) &&
    further.every(([name, is]) => !Object.hasOwn(value, name) || is(value[name]));
};

const listOf =
  (item: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(item);

const oneOf =
  (...shapes: readonly Shape[]): Shape =>
  (value) =>
    shapes.some((is) => is(value));

function own(value: UnknownRecord, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

export const client: Shape = has(
  { client_id: text, redirect_uri: text, secret: text, description: text },
  { policy_id: text },
);
export const clients: Shape = listOf(client);
export const apiIds: Shape = listOf(text);

export const tokens: Shape = listOf(has({ code: text, expires: integer }));
export const tokenPage: Shape = has({
  Pagination: has({ page_num: integer, page_total: integer, page_size: integer }),
  Tokens: tokens,
});
export const tokensOrPage: Shape = oneOf(tokens, tokenPage);

/** With 200 the gateway's status is always this one; another would be a refusal that looks like a success. */
const ok: Shape = (value) => value === "ok";
export const keyModified: Shape = has({ key: text, status: ok, action: text });
export const statusMessage: Shape = has({ status: ok, message: text });

export const authorization: Shape = oneOf(
  has({ code: text, redirect_to: text }, { state: text }),
  has(
    { access_token: text, redirect_to: text, token_type: text, expires_in: integer },
    { state: text },
  ),
);
export const tokenAnswer: Shape = has(
  { access_token: text, token_type: text, expires_in: integer },
  { refresh_token: text },
);

export const api: Shape = has(
  {
    api_id: text,
    org_id: text,
    name: text,
    active: flag,
    use_oauth2: flag,
    use_keyless: flag,
    proxy: has({ listen_path: text }),
  },
  { domain: text },
);
export const apis: Shape = listOf(api);

/** A policy that was read from a file has an empty id on 4.3 and 5.3. */
export const policy: Shape = has({
  id: text,
  org_id: text,
  active: flag,
  access_rights: oneOf(record, (value) => value === null),
});
export const policies: Shape = listOf(policy);

export const keys: Shape = has({ keys: listOf(text) });
export const keySession: Shape = has({ org_id: text, oauth_client_id: text, expires: integer });
export const health: Shape = has({ status: text, version: text, description: text });
/** An answer without a body. */
export const nothing: Shape = (value) => value === undefined;

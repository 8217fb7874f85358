import type { OAuthClient } from "../../../generated/index.ts";
import type {
  ClientPatch,
  ClientReplacement,
  NewClientRequest,
} from "../../types/client-documents.ts";
import { isPromiseLike } from "../../util/promise-like.ts";
import { asJson, isRecord, isSameJson } from "../../util/json.ts";
import type { UnknownRecord } from "../../util/json.ts";
import type { MethodContext } from "../method-context.ts";
import { changeable, parameters } from "../parameters.ts";
import { isTooDeep, isWellFormed, maxDepth } from "./serialization.ts";
import { fieldsOf } from "./read.ts";
import type { ClientWithoutSecret } from "./read.ts";
import { redirectUrisProblem } from "./redirect-uris.ts";

/** How a method treats a value that the gateway accepts but that would not work: it throws, or it warns. */
export type Lint = "error" | "warn";

/** The name of a field that an update can change. */
export type ChangeableField = (typeof changeable)[number];

/** Checks the body of a new client, before any request. */
export function checkNewClient(
  context: MethodContext,
  body: unknown,
  lint: Lint | undefined,
): asserts body is NewClientRequest {
  checkFields(context, body, parameters["clients.create"].body);
  const { client_id, api_id, policy_id, secret } = body;
  if (client_id !== undefined) {
    context.check.id(client_id, "body.client_id");
    // These characters need percent-encoding in a path: a tool that forgets it would reach another client. In Basic credentials
    // a colon ends the id.
    if (/[\\%?#:]/.test(client_id))
      lintField(context, "body.client_id", "must not contain \\, %, ?, # or a colon", lint);
    else checkBasicCredential(context, client_id, "body.client_id", lint);
  }
  if (api_id !== undefined) context.check.id(api_id, "body.api_id");
  if (secret !== undefined) checkSecret(context, secret, "body.secret", lint);
  if (policy_id !== undefined && policy_id !== "") context.check.id(policy_id, "body.policy_id");
  checkValues(context, lint, body, "body");
}

/** Checks the body of a replacement, before any request. */
export function checkReplacement(
  context: MethodContext,
  body: unknown,
  lint: Lint | undefined,
  blankRedirectUri: boolean,
): asserts body is ClientReplacement {
  checkFields(context, body, changeable);
  const { redirect_uri } = body;
  const isBlank = redirect_uri === undefined || redirect_uri === "";
  if (isBlank && !blankRedirectUri)
    context.check.fail(
      "body.redirect_uri",
      "must be given: a client without a redirect URI gets no token. To store none, set blankRedirectUri",
    );
  checkValues(context, lint, body, "body", !isBlank);
}

/** Checks a patch, before it is merged. */
export function checkPatch(
  context: MethodContext,
  patch: unknown,
  lint: Lint | undefined,
): asserts patch is ClientPatch {
  if (!isRecord(patch) || isPromiseLike(patch))
    return context.check.fail("patch", "must be an object");
  // `null` clears a field. Its name is checked, and there is no value to check.
  const fields = Object.entries(patch).map(([name, value]) => [name, value ?? undefined] as const);
  const withoutNull: unknown = Object.fromEntries(fields);
  checkFields(context, withoutNull, changeable, "patch");
  checkValues(context, lint, withoutNull, "patch", withoutNull["redirect_uri"] !== undefined);
}

/** Checks a client's secret that the caller chose. */
export function checkSecret(
  context: MethodContext,
  secret: unknown,
  field: string,
  lint: Lint | undefined,
): asserts secret is string {
  // Basic credentials and forms would change any other character, or cannot carry it.
  if (typeof secret !== "string" || !/^[\x21-\x7e]+$/.test(secret))
    context.check.fail(field, "must be a string of printable ASCII characters without spaces");
  checkBasicCredential(context, secret, field, lint);
}

/** Builds the whole body of an update from the current client and a patch: an update blanks missing fields (trap 7). */
export function mergePatch(current: OAuthClient, patch: ClientPatch): ClientReplacement {
  const merged = { ...fieldsOf(current) };
  for (const name of changeable) {
    const value = patch[name];
    if (value === null) Object.assign(merged, { [name]: name === "meta_data" ? null : "" });
    else if (value !== undefined) Object.assign(merged, { [name]: value });
  }
  return merged;
}

/** Returns the client that the gateway stores for a body. */
export function toStoredClient(
  { redirect_uri = "", policy_id = "", meta_data, description = "" }: ClientReplacement,
  client_id: string,
  secret: string,
): OAuthClient {
  const json = asJson(meta_data) ?? null;
  const stored = { client_id, secret, redirect_uri, meta_data: json, description };
  return policy_id === "" ? stored : { ...stored, policy_id };
}

/** Returns the names of the fields in which two clients differ. The secret is not compared. */
export function differences(
  one: ClientWithoutSecret,
  other: ClientWithoutSecret,
): ChangeableField[] {
  const [fields, others] = [fieldsOf(one), fieldsOf(other)];
  return changeable.filter((name) => !isSameJson(fields[name], others[name]));
}

/** Whether two clients are the same, secret included. */
export function isSameClient(one: OAuthClient, other: OAuthClient): boolean {
  return one.secret === other.secret && differences(one, other).length === 0;
}

function checkFields(
  context: MethodContext,
  body: unknown,
  names: readonly string[],
  field = "body",
): asserts body is UnknownRecord {
  context.check.record(body, field);
  context.check.names(body, field, names, `${field}.`);
  for (const [name, value] of Object.entries(body)) {
    if (name === "meta_data" || value === undefined) continue;
    if (typeof value !== "string") context.check.fail(`${field}.${name}`, "must be a string");
    if (!isWellFormed(value)) context.check.fail(`${field}.${name}`, "must be well-formed Unicode");
  }
}

function checkValues(
  context: MethodContext,
  lint: Lint | undefined,
  body: UnknownRecord,
  field: string,
  hasRedirectUri = true,
): void {
  const { redirect_uri, meta_data } = body as { redirect_uri?: string; meta_data?: unknown };
  if (hasRedirectUri) {
    const why = redirectUrisProblem(redirect_uri, context.deps.config.redirectUriSeparator);
    if (why !== undefined) lintField(context, `${field}.redirect_uri`, why, lint);
  }
  if (meta_data === undefined || meta_data === null) return;
  const name = `${field}.meta_data`;
  const json = asJson(meta_data);
  if (isTooDeep(json ?? meta_data)) {
    const why = `must not be nested deeper than ${maxDepth} levels, or contain itself`;
    context.check.fail(name, why);
  }
  if (json === undefined) context.check.fail(name, "cannot be written as JSON");
  if (!isWellFormed(json)) context.check.fail(name, "must be well-formed Unicode");
  if (isRecord(json)) return;
  const why = "must be an object: with anything else the token endpoint drops the connection";
  lintField(context, name, why, lint);
}

/** Throws for a value that would not work, or warns if the caller chose so. */
function lintField(context: MethodContext, field: string, why: string, lint?: Lint): void {
  if (lint === "warn") context.warn(`${field} ${why}`);
  else context.check.fail(field, why);
}

/**
 * Refuses an id or a secret that many libraries cannot use: they encode it as RFC 6749 (2.3.1) requires, and the gateway's token
 * endpoint does not decode it (trap 29). `lint: "warn"` allows it, because a library that does not encode can use it.
 */
function checkBasicCredential(
  context: MethodContext,
  text: string,
  field: string,
  lint: Lint | undefined,
): void {
  if (/^[\w.~-]*$/.test(text)) return;
  const why =
    'must have only characters of A-Z a-z 0-9 - . _ ~: OAuth libraries encode all others in Basic credentials, as RFC 6749 requires, and the gateway does not decode them. If your library does not encode, set lint to "warn"';
  lintField(context, field, why, lint);
}

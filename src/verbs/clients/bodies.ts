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
import {
  clientIdProblem,
  clientSecretProblem,
  metaDataProblem,
  redirectUriFieldProblem,
} from "./client-problems.ts";
import type { ClientProblem } from "./client-problems.ts";
import { isWellFormed } from "./serialization.ts";
import { fieldsOf } from "./read.ts";
import type { ClientWithoutSecret } from "./read.ts";

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
  if (client_id !== undefined)
    reportProblem(context, "body.client_id", clientIdProblem(client_id), lint);
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
  reportProblem(context, field, clientSecretProblem(secret), lint);
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
  const separator = context.deps.config.redirectUriSeparator;
  const uriProblem = hasRedirectUri ? redirectUriFieldProblem(redirect_uri, separator) : undefined;
  reportProblem(context, `${field}.redirect_uri`, uriProblem, lint);
  reportProblem(context, `${field}.meta_data`, metaDataProblem(meta_data), lint);
}

/** Throws for a value that would not work, or warns if the caller chose so and the gateway accepts the value. */
function reportProblem(
  context: MethodContext,
  field: string,
  problem: ClientProblem | undefined,
  lint: Lint | undefined,
): void {
  if (problem === undefined) return;
  if (problem.isLint && lint === "warn") context.warn(`${field} ${problem.why}`);
  else context.check.fail(field, problem.why);
}

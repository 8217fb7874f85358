import type { NewClientRequest, OAuthClient } from "../../generated/index.ts";
import type { ClientPatch, ClientReplacement } from "../client-documents.ts";
import { strangeName } from "./fail.ts";
import { isRecord } from "./json.ts";
import type { Verb } from "./verb.ts";

const replaceable = ["redirect_uri", "policy_id", "meta_data", "description"] as const;
const creatable = ["client_id", "secret", "api_id", ...replaceable] as const;

/** Checks the body of a new client before it is sent. */
export function checkNewClient(verb: Verb, body: unknown): asserts body is NewClientRequest {
  checkFields(verb, body, creatable);
  const { client_id, api_id, policy_id, secret } = body;
  if (client_id !== undefined) {
    verb.id(client_id, "body.client_id");
    // They work where they are percent-encoded, but tools that forget to do so would reach another client with them.
    if (typeof client_id === "string" && /[\\%?#]/.test(client_id))
      verb.fail("body.client_id", "must not hold \\, %, ? or #");
  }
  if (api_id !== undefined) verb.id(api_id, "body.api_id");
  if (secret !== undefined && secret === "") verb.fail("body.secret", "must not be empty");
  if (api_id === undefined && (policy_id === undefined || policy_id === "")) {
    verb.fail(
      "body.api_id",
      "or body.policy_id must be given: the gateway would not know for which API the client is",
    );
  }
}

/** Checks the body of a replacement before it is sent. */
export function checkReplacement(verb: Verb, body: unknown): asserts body is ClientReplacement {
  checkFields(verb, body, replaceable);
}

/** Checks a patch before anything is read. */
export function checkPatch(verb: Verb, patch: unknown): asserts patch is ClientPatch {
  if (!isRecord(patch)) return verb.fail("patch", "must be an object");
  // A field that is to be cleared may be any, but it must be one.
  const fields = Object.entries(patch).map(([name, value]) => [name, value ?? undefined] as const);
  checkFields(verb, Object.fromEntries(fields), replaceable, "patch");
}

/** The whole body of an update that changes what the patch says and leaves the rest as it is. */
export function mergePatch(current: OAuthClient, patch: ClientPatch): ClientReplacement {
  const { redirect_uri, policy_id = "", meta_data, description } = current;
  const merged = { redirect_uri, policy_id, meta_data, description };
  for (const name of replaceable) {
    const value = patch[name];
    if (value === null) Object.assign(merged, { [name]: name === "meta_data" ? null : "" });
    else if (value !== undefined) Object.assign(merged, { [name]: value });
  }
  return merged;
}

/** Whether a parsed value holds a whole number that JSON.parse has changed: beyond 2^53 not all can be told apart. */
export function holdsChangedNumber(value: unknown): boolean {
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(holdsChangedNumber);
}

function checkFields(
  verb: Verb,
  body: unknown,
  names: readonly string[],
  field = "body",
): asserts body is Readonly<Record<string, unknown>> {
  if (!isRecord(body)) return verb.fail(field, "must be an object");
  // One that a client does not have would be dropped by the gateway without a word: a misspelt one, most likely.
  const strange = strangeName(body, names);
  if (strange !== undefined) verb.fail(`${field}.${strange}`, `is not one of ${names.join(", ")}`);
  for (const [name, value] of Object.entries(body)) {
    if (name === "meta_data" || value === undefined) continue;
    if (typeof value !== "string") verb.fail(`${field}.${name}`, "must be a text");
  }
}

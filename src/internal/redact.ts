import { isRecord } from "./json.ts";

/** Names whose values are no secrets: all other text of a request may be one. */
const harmless = new Set([
  "client_id",
  "api_id",
  "policy_id",
  "org_id",
  "redirect_uri",
  "description",
  "grant_type",
  "response_type",
  "token_type_hint",
  "scope",
  "apiID",
  "clientID",
  "polID",
  "orgID",
  "listenPath",
  "apiBaseUrl",
  "hashed",
  "filter",
  "page",
]);

/** Shorter ones would take letters out of plain words, and are no secrets worth the name. */
const minLength = 4;

/** Every text of a request that may be a secret, wherever it stands in it. */
export function secretsIn(value: unknown, name = ""): string[] {
  if (typeof value === "string")
    return value.length < minLength || harmless.has(name) ? [] : [value];
  if (Array.isArray(value)) return value.flatMap((item) => secretsIn(item));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => secretsIn(item, key));
}

/** Takes secrets out of somebody else's words: as they are, and as a path or a form would hold them. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = secrets.flatMap((secret) => [secret, encoded(secret)]);
  const longestFirst = [...new Set(forms)]
    .filter((form) => form !== "")
    .sort((a, b) => b.length - a.length);
  return (text) =>
    longestFirst.reduce((rest, secret) => rest.replaceAll(secret, "[redacted]"), text);
}

function encoded(text: string): string {
  // A lone surrogate has no encoding; what cannot be sent cannot come back either.
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, ""));
}

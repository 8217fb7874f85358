import { parseJson } from "../json.ts";

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

/** Deeper ones are no request that was sent. */
const maxDepth = 100;

/** Every text of a request that may be a secret, wherever it stands in it. */
export function secretsIn(value: unknown, name = "", depth = 0): string[] {
  if (typeof value === "string") {
    if (harmless.has(name)) return [];
    // Rules travel as a text of JSON, in which each value may be a secret by itself.
    const inner = /^\s*[[{]/.test(value) ? parseJson(value)?.value : undefined;
    return [value, ...secretsIn(inner, "", depth + 1)];
  }
  if (typeof value !== "object" || value === null || depth > maxDepth) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    // What stands in metadata is the user's own, whatever name it has there.
    key === "meta_data" ? textsIn(item, depth + 1) : secretsIn(item, key, depth + 1),
  );
}

/** Every text in a value, under whatever name. */
function textsIn(value: unknown, depth: number): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || depth > maxDepth) return [];
  return Object.values(value).flatMap((item) => textsIn(item, depth + 1));
}

/** The secrets in headers: their values, and what the credentials of Basic are made of. */
export function secretsInHeaders(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers)
    .filter(([name]) => name !== "accept" && name !== "content-type")
    .flatMap(([, value]) => [value, ...value.split(" ").slice(1), ...basicCredentials(value)]);
}

function basicCredentials(value: string): string[] {
  const encoded = /^basic\s+([\w+/=-]+)$/i.exec(value)?.[1];
  if (encoded === undefined) return [];
  try {
    const decoded = atob(encoded);
    return [decoded, decoded.slice(decoded.indexOf(":") + 1)];
  } catch {
    // No base64, so no credentials in it.
    return [];
  }
}

/** Takes secrets out of somebody else's words: as they are, and as a path, a form or JSON would hold them. */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const longestFirst = [...new Set(secrets.flatMap(formsOf))]
    .filter((form) => form.length >= minLength)
    .sort((a, b) => b.length - a.length);
  return (text) =>
    longestFirst.reduce((rest, secret) => rest.replaceAll(secret, "[redacted]"), text);
}

function formsOf(secret: string): string[] {
  // A lone surrogate has no encoding; what cannot be sent cannot come back either.
  const path = encodeURIComponent(secret.replaceAll(/\p{Surrogate}/gu, ""));
  const form = new URLSearchParams({ "": secret }).toString().slice(1);
  const lower = (text: string): string =>
    text.replaceAll(/%[\dA-F]{2}/g, (hex) => hex.toLowerCase());
  return [secret, path, lower(path), form, lower(form), JSON.stringify(secret).slice(1, -1)];
}

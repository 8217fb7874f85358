/** JSON as the gateway's language reads and writes it. */

import { mapJson, stringifyJson, visitJson } from "./deep-json.ts";

/** A body that cannot be read as what it should be. */
export class InvalidJsonError extends Error {
  override readonly name: string = "UnreadableJson";
}

/** What a field of a document must be. `null` leaves any field as it was. */
export type FieldKind =
  | "any"
  | "string"
  | "boolean"
  | "integer"
  | "number"
  | "time"
  | "list"
  | "strings"
  | "numbers"
  | "object"
  | "texts";

/** The first JSON value of a text; what stands behind it is not looked at. */
export function parseFirstGoJsonValue(text: string): unknown {
  return parseGoJson(text.slice(0, findFirstValueEnd(text)));
}

/** The JSON value that a text is. */
export function parseGoJson(text: string): unknown {
  const value = parseOrThrow(text);
  visitJson(value, (part, depth) => {
    if (typeof part === "number" && !Number.isFinite(part))
      throw new InvalidJsonError("a number out of range");
    if (typeof part === "object" && part !== null && depth >= maxDepth)
      throw new InvalidJsonError("nested too deeply");
  });
  return value;
}

/** How many objects and lists the gateway's language reads in each other. */
const maxDepth = 10_000;

function parseOrThrow(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new InvalidJsonError("not JSON");
  }
}

/**
 * The named fields of a JSON object. Names match whatever their case; unknown ones are skipped; a value of another kind
 * makes the whole document unreadable. `null` instead of the object reads as an empty one.
 */
export function decodeFields(
  value: unknown,
  kinds: Readonly<Record<string, FieldKind>>,
): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  if (value === null) return fields;
  if (typeof value !== "object" || Array.isArray(value))
    throw new InvalidJsonError("not an object");
  for (const [key, found] of Object.entries(value)) {
    const name = key in kinds ? key : Object.keys(kinds).find((kind) => kind === foldCase(key));
    const kind = name === undefined ? undefined : kinds[name];
    if (name === undefined || kind === undefined) continue;
    if (found === null && kind !== "any") continue;
    if (!isOfKind(found, kind)) throw new InvalidJsonError(`${name} is not of the kind ${kind}`);
    fields[name] = found;
  }
  return fields;
}

/** A name without its case; two letters beyond ASCII are cases of an ASCII one. */
function foldCase(name: string): string {
  return name.replaceAll("\u017f", "s").replaceAll("\u212a", "k").toLowerCase();
}

/** JSON in one line. Between HTML's special characters and the wire the gateway puts escapes, but for OAuth's own answers. */
export function encodeGoJson(
  value: unknown,
  options: { escapeHtml: boolean } = { escapeHtml: true },
): string {
  const text = stringifyJson(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
  if (!options.escapeHtml) return text;
  return text.replaceAll("<", "\\u003c").replaceAll(">", "\\u003e").replaceAll("&", "\\u0026");
}

/** The same JSON value with the names of every object in order, and no half of a surrogate pair. */
export function normalizeGoJson(value: unknown): unknown {
  return mapJson(value, (text) => text.replaceAll(loneSurrogate, "\ufffd"));
}

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function isOfKind(value: unknown, kind: FieldKind): boolean {
  switch (kind) {
    case "any":
      return true;
    case "string":
    case "boolean":
    case "number":
      return typeof value === kind;
    case "integer":
      return Number.isInteger(value);
    case "time":
      return (
        typeof value === "string" &&
        /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(value)
      );
    case "list":
      return Array.isArray(value);
    case "strings":
      return (
        Array.isArray(value) && value.every((entry) => entry === null || typeof entry === "string")
      );
    case "numbers":
      return (
        Array.isArray(value) && value.every((entry) => entry === null || typeof entry === "number")
      );
    case "object":
      return typeof value === "object" && !Array.isArray(value);
    case "texts":
      return isOfKind(value, "object") && isOfKind(Object.values(value as object), "strings");
  }
}

function findFirstValueEnd(text: string): number {
  const start = text.search(/[^ \t\r\n]/);
  if (start < 0) return 0;
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const char = text[i] ?? "";
    if (char === '"') i = findStringEnd(text, i);
    else if (char === "{" || char === "[") depth++;
    else if (char === "}" || char === "]") depth--;
    else if (depth > 0 || !/[ \t\r\n]/.test(char)) continue;
    if (depth <= 0) return i + 1;
  }
  return text.length;
}

function findStringEnd(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === '"') return i;
  }
  return text.length;
}

/** JSON as Go reads and writes it. The gateway is written in Go. */

import { mapJson, stringifyJson, visitJson } from "./deep-json.ts";

/** The body is not JSON, or not the expected document. */
export class InvalidJsonError extends Error {
  override readonly name: string = "InvalidJsonError";
}

/** The type of a document's field. `null` is valid for every field and leaves the field unset. */
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
  | "stringMap";

/** Parses the first JSON value of a text. Ignores what follows. */
export function parseFirstGoJsonValue(text: string): unknown {
  return parseGoJson(text.slice(0, findFirstValueEnd(text)));
}

/** Parses a text that is one JSON value. */
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

/** The maximum nesting that Go's parser accepts. */
const maxDepth = 10_000;

function parseOrThrow(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new InvalidJsonError("not JSON");
  }
}

/**
 * Reads the named fields of a JSON object. Names match in any case, and unknown names are skipped. A value of
 * another type makes the whole document invalid. `null` in place of the object reads as an empty object.
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

/** Lowers the case of a name. Go also folds these two characters beyond ASCII. */
function foldCase(name: string): string {
  return name.replaceAll("\u017f", "s").replaceAll("\u212a", "k").toLowerCase();
}

/** Writes JSON in one line. The gateway escapes HTML's special characters, except in OAuth responses. */
export function encodeGoJson(
  value: unknown,
  options: { escapeHtml: boolean } = { escapeHtml: true },
): string {
  const text = stringifyJson(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
  if (!options.escapeHtml) return text;
  return text.replaceAll("<", "\\u003c").replaceAll(">", "\\u003e").replaceAll("&", "\\u0026");
}

/** Sorts the names of every object, and replaces lone surrogates. */
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
    case "stringMap":
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

/** JSON as Go reads and writes it. The gateway is written in Go. */

import { hasJsonValue, isRecord, parseJson } from "../../util/json.ts";
import { mapJson, stringifyJson } from "./deep-json.ts";

/** The body is not JSON, or not the expected document. */
export class InvalidJsonError extends Error {
  override readonly name: string = "InvalidJsonError";
}

/** The types of a document's fields by name. `null` is valid for every field and leaves the field unset. */
export interface FieldKinds {
  readonly [name: string]: FieldType | FieldKinds;
}

type FieldType =
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

const typeChecks: Readonly<Record<FieldType, (value: unknown) => boolean>> = {
  any: () => true,
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  time: (value) =>
    typeof value === "string" &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(value),
  list: Array.isArray,
  strings: (value) => isListOf("string", value),
  numbers: (value) => isListOf("number", value),
  object: isRecord,
  stringMap: (value) => isRecord(value) && isListOf("string", Object.values(value)),
};

/** The values of fields that are not set. Other types are `null`. */
const zeroValues: Readonly<Partial<Record<FieldType, unknown>>> = {
  string: "",
  boolean: false,
  number: 0,
  integer: 0,
  time: "0001-01-01T00:00:00Z",
};

function isListOf(type: "string" | "number", value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => item === null || typeof item === type);
}

/** The maximum nesting that Go's parser accepts. */
const maxDepth = 10_000;

/** Parses the first JSON value of a text. Ignores what follows. */
export function parseFirstGoJsonValue(text: string): unknown {
  return parseGoJson(text.slice(0, findFirstValueEnd(text)));
}

/** Parses a text that is one JSON value. */
export function parseGoJson(text: string): unknown {
  const parsed = parseJson(text);
  if (parsed === undefined) throw new InvalidJsonError("not JSON");
  const { value } = parsed;
  if (hasJsonValue(value, (part) => typeof part === "number" && !Number.isFinite(part)))
    throw new InvalidJsonError("a number out of range");
  if (hasJsonValue(value, (part, depth) => depth >= maxDepth && part instanceof Object))
    throw new InvalidJsonError("nested too deeply");
  return value;
}

/**
 * Reads the named fields of a JSON object. Names match in any case, and unknown names are skipped. A value of another type
 * makes the whole document invalid. `null` in place of the object reads as an empty object.
 */
export function decodeFields(value: unknown, kinds: FieldKinds): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  if (value === null) return fields;
  if (!isRecord(value)) throw new InvalidJsonError("not an object");
  for (const [key, found] of Object.entries(value)) {
    const name = Object.hasOwn(kinds, key) ? key : foldCase(key);
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined || (found === null && kind !== "any")) continue;
    if (typeof kind === "object") {
      fields[name] = decodeFields(found, kind);
    } else {
      if (!typeChecks[kind](found))
        throw new InvalidJsonError(`${name} is not of the kind ${kind}`);
      fields[name] = found;
    }
  }
  return fields;
}

/** Creates the fields of a document in which nothing is set. */
export function createZeroFields(kinds: FieldKinds): Record<string, unknown> {
  const entries = Object.entries(kinds).map(([name, kind]) => [
    name,
    typeof kind === "object" ? createZeroFields(kind) : (zeroValues[kind] ?? null),
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
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

import type { ManifestProblem } from "../errors/manifest.ts";
import { isRecord, isSameJson } from "../util/json.ts";
import { describeUnknownName } from "../util/unknown-name.ts";
import { pointer } from "./pointer.ts";
import type { ManifestSchema } from "./schema.ts";

/**
 * Checks a value against a schema, and returns every problem. Messages name types and names, never a value: a secret could be
 * where a reference is expected.
 */
export function findShapeProblems(
  value: unknown,
  schema: ManifestSchema,
  path = "",
): ManifestProblem[] {
  const { type, enum: allowed } = schema;
  const actual = typeOf(value);
  const types = typeof type === "string" ? [type] : (type ?? [actual]);
  if (!types.includes(actual)) return [{ path, message: describeWrongType(schema, types, actual) }];
  if (allowed !== undefined && !allowed.includes(value)) {
    const names = allowed.filter((one) => one !== null).map((one) => JSON.stringify(one));
    return [{ path, message: `must be ${names.join(" or ")}` }];
  }
  if (schema.const !== undefined && value !== schema.const)
    return [{ path, message: `must be ${JSON.stringify(schema.const)}` }];
  if (typeof value === "string" && value.length < (schema.minLength ?? 0))
    return [{ path, message: "must not be empty" }];
  if (typeof value === "string" && !new RegExp(schema.pattern ?? "").test(value))
    return [{ path, message: "must be a name of letters, digits and _" }];
  if (Array.isArray(value)) return findItemProblems(value, schema, path);
  return isRecord(value) ? findFieldProblems(value, schema, path) : [];
}

function findItemProblems(
  list: readonly unknown[],
  { items = {}, minItems = 0, uniqueItems }: ManifestSchema,
  path: string,
): ManifestProblem[] {
  if (list.length < minItems)
    return [{ path, message: "must name at least one API: without APIs nothing is managed" }];
  return list.flatMap((item, index) => {
    const itemPath = pointer(path, index);
    const isRepeated =
      uniqueItems === true && list.findIndex((other) => isSameJson(other, item)) < index;
    return isRepeated
      ? [{ path: itemPath, message: "is in the list twice" }]
      : findShapeProblems(item, items, itemPath);
  });
}

function findFieldProblems(
  value: Readonly<Record<string, unknown>>,
  schema: ManifestSchema,
  path: string,
): ManifestProblem[] {
  const { properties = {}, additionalProperties, required = [] } = schema;
  const names = Object.keys(properties);
  const problems: ManifestProblem[] = required
    .filter((name) => !Object.hasOwn(value, name) || value[name] === undefined)
    .map((name) => ({ path, message: `must have the field "${name}"` }));
  for (const [name, part] of Object.entries(value)) {
    if (part === undefined) continue;
    const partPath = pointer(path, name);
    const known = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    // A secret that is not a reference could be read as a field's name.
    if (known === false && schema.title !== undefined)
      problems.push({ path, message: `must be ${schema.title}, and has an unknown field` });
    else if (known === false)
      problems.push({ path: partPath, message: describeUnknownName("field", name, names) });
    else if (known !== undefined) problems.push(...findShapeProblems(part, known, partPath));
  }
  const count = Object.keys(value).length;
  const { minProperties = 0, maxProperties = Infinity } = schema;
  if (problems.length === 0 && (count < minProperties || count > maxProperties))
    problems.push({ path, message: `must have exactly one field of ${names.join(", ")}` });
  return problems;
}

/** Returns the JSON type of a value, or what it is instead. */
function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  // A `Map` or a `Date` would look like an empty object.
  if (isRecord(value)) return isPlain(value) ? "object" : "an instance of a class";
  return typeof value;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const typeNames: Readonly<Record<string, string>> = {
  object: "an object",
  array: "a list",
  string: "a string",
  number: "a number",
  boolean: "true or false",
};

function describeWrongType(
  { title }: ManifestSchema,
  types: readonly string[],
  actual: string,
): string {
  if (title !== undefined && types.includes("object") && types.includes("null"))
    return `must be ${title}, never the secret itself`;
  const wanted = types.filter((type) => type !== "null").map((type) => typeNames[type] ?? type);
  const hint =
    types.includes("string") && ["number", "boolean"].includes(actual) ? ": put it in quotes" : "";
  return `must be ${wanted.join(" or ")}, not ${typeNames[actual] ?? actual}${hint}`;
}

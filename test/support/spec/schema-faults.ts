import { Ajv2020 } from "ajv/dist/2020.js";
import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { spec } from "./spec.ts";
import type { Schema } from "./spec.ts";

// `strict` rejects unknown keywords, and allows union types.
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
ajv.addSchema({ $id: "spec", $defs: prepared(spec.components.schemas) });

const compiled = new Map<Schema, ValidateFunction>();

/**
 * Returns the faults of a value as strings. A field that the schema does not name is a fault too, unless the schema allows
 * more fields, so a response with new fields is noticed.
 *
 * @param partial the recording omits fields, so a missing field is no fault.
 */
export function faultsOf(value: unknown, schema: Schema, partial = false): string[] {
  let validate = compiled.get(schema);
  if (!validate) {
    validate = ajv.compile(prepared(schema));
    compiled.set(schema, validate);
  }
  validate(value);
  return (validate.errors ?? [])
    .filter((error) => !(partial && error.keyword === "required"))
    .map(inWords);
}

function inWords({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath || "the value"} ${message ?? "is wrong"} ${JSON.stringify(params)}`;
}

/** Returns a copy that allows no further fields in objects, unless the schema does. */
function closed<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(closed) as T;
  if (typeof schema !== "object" || schema === null) return schema;
  const copy = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, closed<unknown>(value)]),
  );
  if ("properties" in copy && !("additionalProperties" in copy))
    copy["additionalProperties"] = false;
  return copy as T;
}

/** Returns such a copy with references to the schemas that were added above. */
function prepared(schema: Schema): Schema {
  const text = JSON.stringify(closed(schema));
  return JSON.parse(text.replaceAll('"#/components/schemas/', '"spec#/$defs/')) as Schema;
}

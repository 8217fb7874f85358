import { Ajv2020 } from "ajv/dist/2020.js";
import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { spec } from "./spec.ts";
import type { Schema } from "./spec.ts";

// `strict` refuses what JSON Schema does not know, but for the types that a union may have.
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
ajv.addSchema({ $id: "spec", $defs: prepared(spec.components.schemas) });

const compiled = new Map<Schema, ValidateFunction>();

/**
 * What is wrong with a value, in words; nothing where it is valid. A field that the schema does not name is wrong too,
 * unless the schema says that there may be more: an answer that grew is to be noticed.
 *
 * @param partial the recording left fields out, so that a missing one is not wrong.
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

/** A copy in which an object has no fields but those it names, unless it says otherwise. */
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

/** A closed copy whose references lead to the schemas that were added above. */
function prepared(schema: Schema): Schema {
  const text = JSON.stringify(closed(schema));
  return JSON.parse(text.replaceAll('"#/components/schemas/', '"spec#/$defs/')) as Schema;
}

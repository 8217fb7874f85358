import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { root } from "../../support/root.ts";
import type { JsonSchema } from "./json-schema.ts";

export interface Example {
  readonly summary?: string;
  readonly value: unknown;
}

/** The media types of a body, with its schema and examples. */
export type Content = Readonly<
  Record<
    string,
    { readonly schema?: JsonSchema; readonly examples?: Readonly<Record<string, Example>> }
  >
>;

export interface Response {
  readonly description: string;
  readonly content?: Content;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

/** An operation of the OpenAPI file. */
export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, Response>>;
  readonly "x-tyk-since": string;
  readonly "x-tyk-documentation": { readonly call: string | null; readonly wrong?: string | null };
  readonly "x-tyk-retry": string;
}

/** The OpenAPI file of the gateway's API. References to anything but schemas are replaced by what they name. */
export interface OpenApi {
  readonly info: { readonly title: string; readonly summary: string; readonly description: string };
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

export function readOpenApi(): OpenApi {
  const file = parse(readFileSync(join(root, "openapi/tyk-oauth.yaml"), "utf8")) as OpenApi;
  return resolve(file, file) as OpenApi;
}

function resolve(value: unknown, file: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => resolve(one, file));
  if (typeof value !== "object" || value === null) return value;
  if ("$ref" in value && typeof value.$ref === "string" && !value.$ref.includes("/schemas/"))
    return resolve(valueAt(file, value.$ref), file);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one, file)]));
}

function valueAt(file: unknown, reference: string): unknown {
  return reference
    .split("/")
    .slice(1)
    .reduce((value, name) => (value as Record<string, unknown>)[name], file);
}

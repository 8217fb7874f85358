import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { findShapeProblems } from "../../../src/manifest/check-shape.ts";
import { manifestSchema } from "../../../src/manifest/index.ts";
import { readDocument } from "../../support/docs/markdown.ts";

const validate = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  manifestSchema,
);

describe("the JSON Schema of a manifest", () => {
  test("is the file of the package", () => {
    expect(JSON.parse(readDocument("manifest.schema.json"))).toEqual(manifestSchema);
  });

  const client = (fields: string): string => `version: 1\napis: [a]\nclients: { x: ${fields} }`;
  test.each([
    "version: 1\napis: [a]",
    "version: 1\napis: [a]\nclients:\nremoved:\ndefaults:\nenvironments:",
    "$schema: x\nversion: 1\napis: [a]",
    client("{ secret: { env: A }, protected: true, lint: warn, meta_data: 7 }"),
    client("{ secret: { generate: true }, on_policy_change: keep, apis: [] }"),
    "version: 1\napis: [a]\nenvironments: { e: { apis: [b], clients: { x: } } }",
    "version: '1'\napis: [a]",
    "apis: [a]",
    "version: 1",
    "version: 1\napis: []",
    "version: 1\napis: [a, a]",
    "version: 1\napis: ['']",
    "version: 1\napis: a",
    "version: 1\napis: [a]\nmore: 1",
    client("7"),
    client("{ secret: x }"),
    client("{ secret: {} }"),
    client("{ secret: { env: A, file: b } }"),
    client("{ secret: { env: 'a b' } }"),
    client("{ secret: { generate: false } }"),
    client("{ lint: off }"),
    client("{ description: 7 }"),
    client("{ client_id: x }"),
    "version: 1\napis: [a]\ndefaults: { secret: { generate: true } }",
    "version: 1\napis: [a]\nremoved: [7]",
    "[]",
  ])("is what parseManifest checks: %j", (text) => {
    const value: unknown = parseYaml(text);
    expect(findShapeProblems(value, manifestSchema).length === 0).toBe(validate(value));
  });
});

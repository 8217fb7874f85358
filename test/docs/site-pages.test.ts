import { describe, expect, test } from "vitest";
import { pagePathOf } from "../../scripts/docs/page-path.ts";
import { readIndex } from "../../scripts/docs/read-index.ts";
import { fieldsOf, fieldTable } from "../../scripts/docs/reference/json-schema.ts";
import { readOpenApi } from "../../scripts/docs/reference/openapi.ts";
import { openApiPages } from "../../scripts/docs/reference/openapi-pages.ts";
import { rewriteLinks } from "../../scripts/docs/rewrite-links.ts";
import { readDocument } from "../support/docs/markdown.ts";
import { operations } from "../../src/operations/operations.ts";

describe("links of a document on the site", () => {
  test.each([
    ["docs/clients.md", "[a](tokens.md#list)", "[a](./tokens.md#list)"],
    ["docs/clients.md", "[a](../README.md#install)", "[a](./overview.md#install)"],
    ["docs/clients.md", "[a](README.md)", "[a](./documentation.md)"],
    [
      "README.md",
      "[a](docs/README.md) [b](LICENSE)",
      "[a](./documentation.md) [b](./source/LICENSE.md)",
    ],
    ["README.md", "[a](docs/clients.md)", "[a](./clients.md)"],
    ["docs/adr/README.md", "[a](0001-esm-only.md)", "[a](./0001-esm-only.md)"],
    ["docs/adr/0001-esm-only.md", "[a](../../ARCHITECTURE.md)", "[a](../architecture.md)"],
    ["examples/README.md", "[a](demo.ts)", "[a](../source/examples/demo.ts.md)"],
    [
      "docs/clients.md",
      "[a](#list) [b](https://a.example/b.md)",
      "[a](#list) [b](https://a.example/b.md)",
    ],
  ])("%s: %s", (file, text, expected) => {
    expect(rewriteLinks(file, text).text).toBe(expected);
  });

  test("stay as they are in code blocks, also in nested ones", () => {
    const text = "````md\n```sh\n[a](tokens.md)\n```\n[a](tokens.md)\n````\n[a](tokens.md)";
    const { text: rewritten, linked } = rewriteLinks("docs/clients.md", text);
    expect(rewritten).toBe(text.replace(/\(tokens\.md\)$/, "(./tokens.md)"));
    expect(linked).toEqual(["docs/tokens.md"]);
  });
});

test("documents have pages of their own", () => {
  const files = ["README.md", "docs/README.md", "docs/adr/README.md", "docs/site/pages/index.md"];
  expect(files.map(pagePathOf)).toEqual([
    "overview.md",
    "documentation.md",
    "adr/index.md",
    "index.md",
  ]);
});

test("the navigation has each line of the index of the pages", () => {
  const lines = readDocument("docs/README.md").match(/^- /gm) ?? [];
  const pages = readIndex().flatMap((section) => section.pages);
  expect(pages).toHaveLength(lines.length);
  expect(readIndex().map(({ title }) => title)).toEqual([
    "Tutorials",
    "How to",
    "Explanations",
    "Reference",
  ]);
});

describe("pages of the OpenAPI file", () => {
  const pages = openApiPages();

  test("show each operation with its request, its responses and its traps", () => {
    for (const name of Object.keys(operations))
      expect(pages.keys()).toContain(`openapi/${name}.md`);
    const page = pages.get("openapi/updateOAuthClient.md") ?? "";
    expect(page).toContain("PUT /tyk/oauth/clients/{apiID}/{keyName}");
    expect(page).toContain("[Trap 7](../gateway-traps.md#trap-7)");
    expect(page).toContain("### Response 200");
    expect(page).toContain("| `keyName` | path, required |");
  });

  test("show each schema with each of its fields", () => {
    const page = pages.get("openapi/schemas.md") ?? "";
    for (const [name, schema] of Object.entries(readOpenApi().components.schemas)) {
      expect(page).toContain(`\n## ${name}\n`);
      for (const field of Object.keys(schema.properties ?? {}))
        expect(page).toContain(`\`${field}\``);
    }
  });
});

test("a table of fields has the fields of objects in objects, lists and maps", () => {
  const fields = fieldsOf(
    {
      required: ["a"],
      properties: {
        a: { type: "object", properties: { b: { enum: ["x", "y"], description: "x | y" } } },
        c: { type: "array", items: { properties: { d: { type: ["string", "null"] } } } },
        e: { additionalProperties: { properties: { f: { $ref: "#/components/schemas/F" } } } },
      },
    },
    (name) => `[${name}](#)`,
  );
  expect(fields.map(({ path, type }) => `${path}: ${type}`)).toEqual([
    "a: object",
    'a.b: `"x"` or `"y"`',
    "c: list of any JSON",
    "c[].d: string",
    "e: any JSON",
    "e.*.f: [F](#)",
  ]);
  expect(fieldTable(fields)).toContain("| `a` | object, required |  |");
  expect(fieldTable(fields)).toContain("x \\| y");
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../support/root.ts";
import { fieldsOf, fieldTable } from "./json-schema.ts";
import type { JsonSchema } from "./json-schema.ts";

/** Returns the page of the manifest's fields, from its JSON Schema. */
export function manifestPage(): string {
  const schema = JSON.parse(readFileSync(join(root, "manifest.schema.json"), "utf8")) as JsonSchema;
  return `# Fields of the manifest

Made from \`manifest.schema.json\` of the package. [Keep clients in git](./manifest.md) explains how to use the file. \`*\`
stands for a name of your own: a client's id, or an environment.

${fieldTable(fieldsOf(schema, (name) => name))}
`;
}

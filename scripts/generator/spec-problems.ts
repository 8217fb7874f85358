import { readFileSync } from "node:fs";
import { isMap, parseDocument, visit } from "yaml";

/**
 * Returns the problems of a spec file that the generator ignores: the file is missing or not YAML, a reference has no target, or two
 * operations have the same id.
 */
export function findSpecProblems(file: string): string[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return [`${file} cannot be read`];
  }
  const document = parseDocument(text);
  const problems = document.errors.map((error) => error.message);
  const operationIds = new Set<unknown>();
  visit(document, {
    Pair(_, { key, value }) {
      const name = String(key);
      const text = String(value);
      if (name === "$ref" && !document.hasIn(parsePointer(text)))
        problems.push(`$ref has no target: ${text}`);
      if (name === "operationId" && operationIds.has(text))
        problems.push(`operationId is used twice: ${text}`);
      if (name === "operationId") operationIds.add(text);
    },
  });
  if (!isMap(document.contents)) problems.push(`${file} is empty`);
  if (operationIds.size === 0) problems.push(`${file} has no operations`);
  return problems;
}

/** Splits a pointer such as `#/components/schemas/A` into its keys. */
function parsePointer(pointer: string): string[] {
  if (!pointer.startsWith("#/")) return [pointer];
  return pointer
    .slice(2)
    .split("/")
    .map((key) => decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~"));
}

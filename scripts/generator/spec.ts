import { readFileSync } from "node:fs";
import { isMap, parseDocument, visit } from "yaml";

/**
 * What is wrong with the file in ways that the generator passes over with exit code 0: it is missing or no YAML, a
 * reference leads nowhere, two operations share an id.
 */
export function problemsOf(file: string): string[] {
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
      const said = String(value);
      if (name === "$ref" && !document.hasIn(pathOf(said)))
        problems.push(`$ref leads nowhere: ${said}`);
      if (name === "operationId" && operationIds.has(said))
        problems.push(`operationId is there twice: ${said}`);
      if (name === "operationId") operationIds.add(said);
    },
  });
  if (!isMap(document.contents)) problems.push(`${file} is empty`);
  if (operationIds.size === 0) problems.push(`${file} has no operation`);
  return problems;
}

/** `#/components/schemas/A` as the keys that lead there. */
function pathOf(pointer: string): string[] {
  if (!pointer.startsWith("#/")) return [pointer];
  return pointer
    .slice(2)
    .split("/")
    .map((key) => decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~"));
}

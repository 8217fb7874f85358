import { controlCharacters, escapeControls } from "../output/printable.ts";

/** Formats a document as YAML. Control characters of every kind are escaped: the text may be shown on a terminal. */
export async function toYaml(value: object): Promise<string> {
  const { Document, visit } = await import("../later/yaml.ts");
  const document = new Document(value);
  visit(document, {
    Scalar: (_, node) => {
      // Only text in double quotes can have escapes. Text of several lines can stay a block.
      if (typeof node.value === "string" && controlCharacters.test(node.value.replaceAll("\n", "")))
        node.type = "QUOTE_DOUBLE";
    },
  });
  return escapeControls(document.toString());
}

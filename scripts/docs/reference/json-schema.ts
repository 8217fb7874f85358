/** The parts of a JSON Schema that the project's own schemas use. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
}

/** One line of a table of fields. */
export interface Field {
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  readonly description: string;
}

/** Returns the type of a schema in words. A `$ref` is a link to the schema's heading. */
export function typeOf(schema: JsonSchema, linkOf: (name: string) => string): string {
  const name = schema.$ref?.split("/").at(-1);
  if (name !== undefined) return linkOf(name);
  const values = schema.enum ?? ("const" in schema ? [schema.const] : undefined);
  if (values !== undefined) return values.map((one) => `\`${JSON.stringify(one)}\``).join(" or ");
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) return choices.map((one) => typeOf(one, linkOf)).join(" or ");
  const types = [schema.type ?? "any JSON"].flat().filter((one) => one !== "null");
  const words = types.map((one) =>
    one === "array" && schema.items !== undefined ? `list of ${typeOf(schema.items, linkOf)}` : one,
  );
  return words.join(", ");
}

/** Returns the fields of an object, with those of the objects in it. */
export function fieldsOf(
  schema: JsonSchema,
  linkOf: (name: string) => string,
  prefix = "",
): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = `${prefix}${name}`;
    const field: Field = {
      path,
      type: typeOf(property, linkOf),
      required: schema.required?.includes(name) ?? false,
      description: property.description ?? "",
    };
    const { additionalProperties: entry } = property;
    const entries = typeof entry === "object" ? fieldsOf(entry, linkOf, `${path}.*.`) : [];
    const items =
      property.items === undefined ? [] : fieldsOf(property.items, linkOf, `${path}[].`);
    return [field, ...fieldsOf(property, linkOf, `${path}.`), ...entries, ...items];
  });
}

/** Returns a table of fields as Markdown. */
export function fieldTable(fields: readonly Field[]): string {
  const lines = fields.map(({ path, type, required, description }) =>
    tableRow([`\`${path}\``, `${type}${required ? ", required" : ""}`, description]),
  );
  return ["| field | type | description |", "| --- | --- | --- |", ...lines].join("\n");
}

/** Returns a row of a Markdown table. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll(/\s+/g, " ").replaceAll("|", "\\|")).join(" | ")} |`;
}

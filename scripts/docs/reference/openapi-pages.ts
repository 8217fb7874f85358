import { fieldsOf, fieldTable, tableRow, typeOf } from "./json-schema.ts";
import type { JsonSchema } from "./json-schema.ts";
import { readOpenApi } from "./openapi.ts";
import type { Content, OpenApi, Operation, Parameter } from "./openapi.ts";

const methods = ["get", "post", "put", "delete"];

/** An operation with its place in the file. */
interface Entry {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
  readonly parameters: readonly Parameter[];
}

/** Returns the pages of the OpenAPI file: its index, one page for each operation, and its schemas. */
export function openApiPages(): Map<string, string> {
  const file = readOpenApi();
  const entries = Object.entries(file.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.includes(method))
      .map(([method, value]): Entry => {
        const operation = value as Operation;
        const shared = (item["parameters"] ?? []) as readonly Parameter[];
        const parameters = [...shared, ...(operation.parameters ?? [])];
        return { path, method: method.toUpperCase(), operation, parameters };
      }),
  );
  return new Map([
    ["openapi/index.md", indexPage(file, entries)],
    ["openapi/schemas.md", schemasPage(file)],
    ...entries.map((entry): [string, string] => [
      `openapi/${entry.operation.operationId}.md`,
      operationPage(entry),
    ]),
  ]);
}

function indexPage({ info, tags }: OpenApi, entries: readonly Entry[]): string {
  const sections = tags.map(({ name, description }) => {
    const rows = entries
      .filter(({ operation }) => operation.tags.includes(name))
      .map(({ method, path, operation: { operationId, summary } }) =>
        tableRow([`[${operationId}](./${operationId}.md)`, `\`${method} ${path}\``, summary]),
      );
    const table = ["| operation | request | what it does |", "| --- | --- | --- |", ...rows];
    return `## The operations: ${name}\n\n${prose(description)}\n\n${table.join("\n")}`;
  });
  const about = "Made from the OpenAPI file of the package, `@tyk-oauth/sdk/openapi.yaml`.";
  return `# The gateway's API\n\n${info.summary}\n\n${about} [Schemas](./schemas.md) has the documents.\n\n${sections.join("\n\n")}\n\n## About the file\n\n${prose(info.description)}\n`;
}

function operationPage({ path, method, operation, parameters }: Entry): string {
  const { operationId, summary, description, deprecated, requestBody, responses } = operation;
  const documentation = operation["x-tyk-documentation"];
  const facts = [
    `- \`tyk.raw.${operationId}\` sends this request.`,
    `- Gateway versions: ${operation["x-tyk-since"]}.`,
    `- Retry class: \`${operation["x-tyk-retry"]}\`. See [Retries](../retries.md).`,
    documentation.call === null
      ? "- The gateway's documentation does not name it."
      : `- Documented as \`${documentation.call}\`.`,
    ...(documentation.wrong ? [`- Wrong in the documentation: ${prose(documentation.wrong)}`] : []),
    ...(deprecated === true ? ["- Deprecated."] : []),
  ];
  const parts = [
    `# ${operationId}`,
    `${summary}.`,
    `\`\`\`http\n${method} ${path}\n\`\`\``,
    facts.join("\n"),
    prose(description ?? ""),
    ...(parameters.length > 0 ? ["## Parameters", parameterTable(parameters)] : []),
    ...(requestBody === undefined ? [] : ["## Request body", bodyOf(requestBody.content)]),
    "## Responses",
    ...Object.entries(responses).flatMap(([status, response]) => [
      `### Response ${status}`,
      prose(response.description),
      bodyOf(response.content ?? {}),
    ]),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function parameterTable(parameters: readonly Parameter[]): string {
  const rows = parameters.map(({ name, in: where, required, description, schema }) =>
    tableRow([
      `\`${name}\``,
      `${where}${required === true ? ", required" : ""}`,
      typeOf(schema, schemaLink),
      description ?? "",
    ]),
  );
  return ["| name | in | type | description |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function bodyOf(content: Content): string {
  return Object.entries(content)
    .flatMap(([type, { schema, examples }]) => [
      `\`${type}\`${schema === undefined ? "" : `: ${typeOf(schema, schemaLink)}`}`,
      ...(schema === undefined ? [] : [ownFields(schema)]),
      ...Object.values(examples ?? {}).map(({ summary, value }) => {
        const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
        const language = typeof value === "string" ? "text" : "json";
        return `${summary ?? "Example"}:\n\n\`\`\`${language}\n${text}\n\`\`\``;
      }),
    ])
    .filter((part) => part !== "")
    .join("\n\n");
}

/** The fields of a schema that has no name. Named ones are on the page of the schemas. */
function ownFields(schema: JsonSchema): string {
  const fields = fieldsOf(schema, schemaLink);
  return fields.length === 0 ? "" : fieldTable(fields);
}

function schemasPage({ components }: OpenApi): string {
  const sections = Object.entries(components.schemas).map(([name, schema]) => {
    const fields = fieldsOf(schema, (other) => `[${other}](#${other.toLowerCase()})`);
    const type = typeOf(schema, (other) => `[${other}](#${other.toLowerCase()})`);
    const body = fields.length === 0 ? `Type: ${type}.` : fieldTable(fields);
    return `## ${name}\n\n${prose(schema.description ?? "")}\n\n${body}`;
  });
  return `# Schemas\n\nThe documents of [the gateway's API](./index.md).\n\n${sections.join("\n\n")}\n`;
}

function schemaLink(name: string): string {
  return `[${name}](./schemas.md#${name.toLowerCase()})`;
}

/** Links a trap that a description names. */
function prose(text: string): string {
  return text.replaceAll(/\bTrap (\d+)\b/g, "[Trap $1](../gateway-traps.md#trap-$1)").trim();
}

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { parse } from "yaml";

/** The used part of the spec. */
interface Spec {
  readonly paths: Record<string, PathItem>;
  readonly security: readonly Record<string, unknown>[];
  readonly components: { readonly responses: Record<string, Response> };
}

interface PathItem {
  readonly servers?: readonly { readonly url: string }[];
  readonly get?: OperationItem;
  readonly put?: OperationItem;
  readonly post?: OperationItem;
  readonly delete?: OperationItem;
}

interface OperationItem {
  readonly operationId: string;
  readonly security?: Spec["security"];
  readonly responses: Record<string, Response | { readonly $ref: string }>;
  readonly "x-tyk-since": string;
  readonly "x-tyk-retry": string;
  readonly "x-tyk-timeout-ms"?: number;
  readonly "x-tyk-list"?: string;
}

interface Response {
  readonly content?: Record<string, { readonly schema: { readonly $ref?: string } }>;
}

const header =
  "// Code generated from openapi/tyk-oauth.yaml by scripts/generator/operations.ts. DO NOT EDIT.";
const methods = ["get", "put", "post", "delete"] as const;

/** Writes the operations table, and the list of operation ids that the package loads first. */
export async function writeOperations(specPath: string, folder: string): Promise<void> {
  const table = createTable(parse(readFileSync(specPath, "utf8")) as Spec);
  await write("operations.gen.ts", "operationTable", table);
  await write("operation-ids.gen.ts", "operationIds", Object.keys(table));

  async function write(file: string, name: string, value: unknown): Promise<void> {
    const path = join(folder, file);
    // An unset field is an own property too. Otherwise a polluted Object.prototype could set it.
    const json = JSON.stringify(value).replaceAll(":null", ":undefined");
    const text = `${header}\n\nexport const ${name} = ${json} as const;\n`;
    writeFileSync(path, await format(text, { ...(await resolveConfig(path)), filepath: path }));
  }
}

function createTable(spec: Spec): Record<string, unknown> {
  const table: Record<string, unknown> = {};
  for (const [template, path] of Object.entries(spec.paths))
    for (const method of methods) {
      const item = path[method];
      if (item !== undefined)
        table[item.operationId] = createEntry(spec, template, path, method, item);
    }
  return table;
}

function createEntry(
  spec: Spec,
  template: string,
  { servers = [] }: PathItem,
  method: (typeof methods)[number],
  item: OperationItem,
): unknown {
  const responses = Object.entries(item.responses).map(
    ([status, response]) => [Number(status), resolveResponse(spec, response)] as const,
  );
  const succeeded = responses.find(([status]) => status < 400);
  const refusals = responses.filter(([status]) => status >= 400);
  const since = item["x-tyk-since"];
  return {
    method: method.toUpperCase(),
    template,
    variables: [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
    servedBy: servers.some(({ url }) => url.includes("{listenPath}")) ? "api" : "control",
    secret: (item.security ?? spec.security).some((scheme) => "gatewaySecret" in scheme),
    retry: item["x-tyk-retry"],
    // The operation that no gateway serves has no success status in the spec.
    success: succeeded?.[0] ?? 200,
    jsonAsText: "text/plain" in (succeeded?.[1].content ?? {}),
    oauthErrors: refusals.some(([, { content = {} }]) =>
      Object.values(content).some(
        ({ schema }) => schema.$ref?.endsWith("/OAuthErrorBody") === true,
      ),
    ),
    since: /^\d/.test(since) ? since : null,
    timeoutMs: item["x-tyk-timeout-ms"] ?? null,
    list: item["x-tyk-list"] ?? null,
  };
}

function resolveResponse(spec: Spec, response: Response | { readonly $ref: string }): Response {
  if (!("$ref" in response)) return response;
  const name = response.$ref.slice("#/components/responses/".length);
  return spec.components.responses[name] ?? {};
}

import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** The parts of the OpenAPI file that the tests read. */
export interface Spec {
  paths: Record<string, PathItem>;
  security: Security[];
  components: Components;
}

interface Components {
  schemas: Record<string, Schema>;
  responses: Record<string, Answer>;
  examples: Record<string, Example>;
  /** `name` is the header of an `apiKey`. */
  securitySchemes: Record<string, { type: string; name?: string }>;
}

type Security = Record<string, string[]>;

export type Schema = Readonly<Record<string, unknown>>;

type PathItem = Record<string, unknown> & {
  servers?: { url: string; "x-tyk-answered"?: boolean }[];
  parameters?: Parameter[];
};

export interface Parameter {
  name: string;
  in: "path" | "query";
  required?: boolean;
  allowEmptyValue?: boolean;
  schema: Schema;
  example?: unknown;
}

export interface Media {
  schema: Schema;
  examples?: Record<string, Example | Reference>;
}

export interface Example {
  summary: string;
  value: unknown;
}

export interface Header {
  required?: boolean;
  schema: Schema;
  example?: unknown;
}

export interface Answer {
  description: string;
  headers?: Record<string, Header>;
  content?: Record<string, Media>;
}

interface Reference {
  $ref: string;
}

interface OperationItem {
  operationId: string;
  deprecated?: boolean;
  parameters?: Parameter[];
  security?: Security[];
  requestBody?: { required: boolean; content: Record<string, Media> };
  responses: Record<string, Answer | Reference>;
  "x-tyk-since": string;
  "x-tyk-retry": string;
  "x-tyk-secret-in": string[];
  "x-tyk-documentation": { call: string | null; wrong: string | null; answered?: boolean };
}

export interface Operation {
  id: string;
  method: string;
  /** The path in the file, such as `/tyk/oauth/clients/{apiID}`. */
  template: string;
  /** Served by each OAuth API at its listen path, not by the control API. */
  onListenPath: boolean;
  /** Responds with 404 without the listen path, at the documented address. */
  documentedAtRoot: boolean;
  /** The parameters of the path and of the operation. */
  parameters: Parameter[];
  item: OperationItem;
}

export const specFile = "openapi/tyk-oauth.yaml";

export const spec: Spec = parse(readFileSync(specFile, "utf8")) as Spec;

export const operations: Operation[] = Object.entries(spec.paths).flatMap(([template, path]) =>
  ["get", "put", "post", "delete"]
    .filter((method) => method in path)
    .map((method) => operation(template, method, path)),
);

function operation(template: string, method: string, path: PathItem): Operation {
  const item = path[method] as OperationItem;
  const servers = path.servers ?? [];
  return {
    id: item.operationId,
    method: method.toUpperCase(),
    template,
    onListenPath: servers.some(({ url }) => url.includes("{listenPath}")),
    documentedAtRoot: servers.some((server) => server["x-tyk-answered"] === false),
    parameters: [...(path.parameters ?? []), ...(item.parameters ?? [])],
    item,
  };
}

/** Resolves a `$ref` of the file, or returns the value itself. */
export function resolve<T extends object>(thing: T | Reference): T {
  if (!("$ref" in thing)) return thing;
  const [, section, name] = /^#\/components\/(\w+)\/(\w+)$/.exec(thing.$ref) ?? [];
  const found = spec.components[section as keyof Components][name ?? ""];
  if (found === undefined) throw new Error(`${thing.$ref} leads nowhere`);
  return found as T;
}

/** Returns the responses of an operation by status. */
export function answersOf({ item }: Operation): Map<number, Answer> {
  return new Map(
    Object.entries(item.responses).map(([status, answer]) => [Number(status), resolve(answer)]),
  );
}

import { jsonBodySerializer } from "../../../generated/core/bodySerializer.gen.ts";
import { isRecord } from "../../util/json.ts";
import type { UnknownRecord } from "../../util/json.ts";

/** What a generated service function passes to its client. */
export interface ServiceRequest {
  /** The template of the path, such as `/tyk/apis/{apiID}`. */
  readonly url: string;
  readonly path?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Serializes a body that is not JSON. */
  readonly bodySerializer?: (body: unknown) => unknown;
}

/** A request as data, without the headers that the transport adds, such as the gateway's secret. */
export interface BuiltRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/**
 * Builds the same request as the generated client. The generated client would return a `Request`, whose body can be read only
 * once; a retry needs the body as a string.
 */
export function buildRequest(baseUrl: string, service: ServiceRequest): BuiltRequest {
  const { url, path, query, body, bodySerializer = jsonBodySerializer.bodySerializer } = service;
  const serialized = body === undefined ? undefined : bodySerializer(body);
  const hasBody = typeof serialized === "string" && serialized !== "";
  return {
    url: `${baseUrl}${fillPath(url, path)}${queryOf(query)}`,
    headers: headersOf(service.headers, hasBody),
    body: hasBody ? serialized : undefined,
  };
}

/** The parts of each template that was used: literal text at even positions, names of variables at odd ones. */
const templateParts = new Map<string, readonly string[]>();

function fillPath(template: string, path: unknown): string {
  let parts = templateParts.get(template);
  if (parts === undefined) {
    parts = template.split(/[{}]/);
    templateParts.set(template, parts);
  }
  const values = isRecord(path) ? path : {};
  return parts
    .map((part, position) => (position % 2 === 0 ? part : segment(values, part)))
    .join("");
}

function segment(values: UnknownRecord, name: string): string {
  const value = values[name];
  // `send` checks the ids first. A value that is not a string would leave its variable visible in the path.
  return typeof value === "string" ? encodeURIComponent(value) : `{${name}}`;
}

function queryOf(query: unknown): string {
  if (!isRecord(query)) return "";
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

/** Writes the names in lower case, and leaves out the content type of a request without a body. */
function headersOf(
  headers: Readonly<Record<string, string>> = {},
  hasBody: boolean,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const lowerName = name.toLowerCase();
    if (hasBody || lowerName !== "content-type") result[lowerName] = value;
  }
  return result;
}

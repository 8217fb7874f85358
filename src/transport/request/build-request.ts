import { jsonBodySerializer } from "../../../generated/core/bodySerializer.gen.ts";
import { isRecord } from "../../util/json.ts";
import type { UnknownRecord } from "../../util/json.ts";

/** What a generated function hands to its client. */
export interface ServiceRequest {
  /** The path's template. */
  readonly url: string;
  readonly path?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** How a body that is no JSON is written. */
  readonly bodySerializer?: (body: unknown) => unknown;
}

/** A request as it goes out, but for what the transport adds. */
export interface BuiltRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/**
 * Puts a request together as the generated client does, which would make a `Request` of it that has to be taken apart again:
 * its body can be read only once, and a repeat needs the text.
 */
export function buildRequest(baseUrl: string, service: ServiceRequest): BuiltRequest {
  const { url, path, query, body, bodySerializer = jsonBodySerializer.bodySerializer } = service;
  const written = body === undefined ? undefined : bodySerializer(body);
  const text = typeof written === "string" && written !== "" ? written : undefined;
  return {
    url: `${baseUrl}${fill(url, path)}${queryOf(query)}`,
    headers: headersOf(service.headers, text !== undefined),
    body: text,
  };
}

/** The pieces of each template, text and variable by turns: of as many as there are operations. */
const piecesOf = new Map<string, readonly string[]>();

function fill(template: string, path: unknown): string {
  let pieces = piecesOf.get(template);
  if (pieces === undefined) {
    pieces = template.split(/[{}]/);
    piecesOf.set(template, pieces);
  }
  const values = isRecord(path) ? path : {};
  return pieces.reduce((text, piece, at) => text + (at % 2 === 0 ? piece : segment(values, piece)));
}

function segment(values: UnknownRecord, name: string): string {
  const value = values[name];
  // Ids are checked before; what is no text would be seen in the path.
  return typeof value === "string" ? encodeURIComponent(value) : `{${name}}`;
}

function queryOf(query: unknown): string {
  if (!isRecord(query)) return "";
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

/** Names in lower case; what has no body has no type. */
function headersOf(
  headers: Readonly<Record<string, string>> = {},
  hasBody: boolean,
): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (hasBody || lower !== "content-type") own[lower] = value;
  }
  return own;
}

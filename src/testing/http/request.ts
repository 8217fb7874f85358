import { parseUrlValues, UrlValues } from "../go/url-values.ts";
import { cut, decodeUtf8 } from "../go/text.ts";
import { percentDecode } from "../go/percent-encoding.ts";

/** The address that a request came to. They differ only if the control API has its own. */
export type GatewayAddress = "apis" | "control";

/** A request as it was received. The target is neither resolved nor normalised. */
export interface IncomingRequest {
  readonly method: string;
  /** The request target of the request line. */
  readonly target: string;
  readonly host: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly address: GatewayAddress;
  /** Aborts when the caller no longer waits for the response. */
  readonly signal: AbortSignal;
}

/** A request whose target and body are parsed as the gateway parses them. */
export interface GatewayRequest extends IncomingRequest {
  /** The decoded path. */
  readonly path: string;
  /** The path as it was sent. */
  readonly rawPath: string;
  readonly rawQuery: string;
  /** Whether the target ends with a question mark. */
  readonly hasEmptyQuery: boolean;
  readonly query: UrlValues;
  /** The text fields of a multipart body. */
  readonly multipartFields: UrlValues | undefined;
}

/** Parses a request. Returns `undefined` if the target is invalid. */
export async function parseRequest(incoming: IncomingRequest): Promise<GatewayRequest | undefined> {
  const [origin = "", host = incoming.host] = /^https?:\/\/([^/?]*)/.exec(incoming.target) ?? [];
  const target = incoming.target.slice(origin.length);
  const [rawPath, query] = cut(target, "?");
  const rawQuery = query ?? "";
  const path = percentDecode(rawPath, "path");
  if (path?.startsWith("/") !== true) return undefined;
  return {
    ...incoming,
    // A host in the request target overrides the header.
    host,
    path,
    rawPath,
    rawQuery,
    hasEmptyQuery: query === "",
    query: parseUrlValues(rawQuery).values,
    multipartFields: await parseMultipart(incoming),
  };
}

/** Decodes the body as text. */
export function decodeBody(request: IncomingRequest): string {
  return decodeUtf8(request.body);
}

/** Returns the body's media type without its parameters. */
export function getMediaType(request: IncomingRequest): string {
  return cut(request.headers.get("content-type") ?? "", ";")[0]
    .trim()
    .toLowerCase();
}

async function parseMultipart(incoming: IncomingRequest): Promise<UrlValues | undefined> {
  if (getMediaType(incoming) !== "multipart/form-data") return undefined;
  const { body, headers } = incoming;
  const init = { headers: { "content-type": headers.get("content-type") ?? "" } };
  try {
    const form = await new Response(new Uint8Array(body), init).formData();
    const values = new UrlValues();
    for (const [name, value] of form) if (typeof value === "string") values.add(name, value);
    return values;
  } catch {
    return undefined;
  }
}

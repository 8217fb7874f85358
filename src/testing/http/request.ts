import { parseUrlValues, UrlValues } from "../go/url-values.ts";
import { percentDecode } from "../go/percent-encoding.ts";

/** Which of the gateway's addresses a request came to. */
export type GatewayAddress = "apis" | "control";

/** A request as it came in: nothing of its target is resolved or normalised. */
export interface IncomingRequest {
  readonly method: string;
  /** The request target as it stands in the request line. */
  readonly target: string;
  readonly host: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly address: GatewayAddress;
  /** Aborts where nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** A request with its target and body read as the gateway reads them. */
export interface GatewayRequest extends IncomingRequest {
  /** The path, decoded. */
  readonly path: string;
  /** The path as it was sent. */
  readonly rawPath: string;
  readonly rawQuery: string;
  /** Whether a question mark stood there with nothing behind it. */
  readonly hasEmptyQuery: boolean;
  readonly query: UrlValues;
  /** The fields of a multipart form, where the body is one. */
  readonly multipartFields: UrlValues | undefined;
}

/** The request, or `undefined` where its target cannot be read. */
export async function parseRequest(incoming: IncomingRequest): Promise<GatewayRequest | undefined> {
  const [origin = "", host = incoming.host] = /^https?:\/\/([^/?]*)/.exec(incoming.target) ?? [];
  const target = incoming.target.slice(origin.length);
  const question = target.indexOf("?");
  const rawPath = question < 0 ? target : target.slice(0, question);
  const rawQuery = question < 0 ? "" : target.slice(question + 1);
  const path = percentDecode(rawPath, "path");
  if (path?.startsWith("/") !== true) return undefined;
  return {
    ...incoming,
    // The host of a request target wins over the header.
    host,
    path,
    rawPath,
    rawQuery,
    hasEmptyQuery: question >= 0 && rawQuery === "",
    query: parseUrlValues(rawQuery).values,
    multipartFields: await parseMultipart(incoming),
  };
}

/** The body as text. */
export function decodeBody(request: IncomingRequest): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(request.body);
}

/** The label of the body without its parameters. */
export function getMediaType(request: IncomingRequest): string {
  return (request.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

async function parseMultipart(incoming: IncomingRequest): Promise<UrlValues | undefined> {
  if (getMediaType(incoming) !== "multipart/form-data") return undefined;
  const type = incoming.headers.get("content-type") ?? "";
  try {
    const copy = new Uint8Array(incoming.body);
    const form = await new Response(copy, { headers: { "content-type": type } }).formData();
    const values = new UrlValues();
    for (const [name, value] of form) if (typeof value === "string") values.add(name, value);
    return values;
  } catch {
    return undefined;
  }
}

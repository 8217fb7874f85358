import { Buffer } from "node:buffer";

/** The body of a request. */
export interface RequestContent {
  readonly bytes: Uint8Array | string | undefined;
  /** The length in bytes; `undefined` if the request sends no `Content-Length`. */
  readonly length: number | undefined;
  /** The media type, unless a header sets another one. */
  readonly type: string | undefined;
}

const noContent: RequestContent = { bytes: undefined, length: undefined, type: undefined };
const emptyContent: RequestContent = { ...noContent, length: 0 };

/** Reads a request's body. Reads a stream to its end. */
export function readRequestContent(
  method: string,
  body: RequestInit["body"],
): RequestContent | Promise<RequestContent> {
  if (body === null || body === undefined)
    return method === "POST" || method === "PUT" || method === "PATCH" ? emptyContent : noContent;
  if (typeof body !== "string") return readBodyInit(body);
  return { bytes: body, length: Buffer.byteLength(body), type: "text/plain;charset=UTF-8" };
}

async function readBodyInit(body: BodyInit): Promise<RequestContent> {
  // The platform's class handles every type of body.
  const response = new Response(body);
  const type = response.headers.get("content-type") ?? undefined;
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { bytes, length: bytes.byteLength, type };
}

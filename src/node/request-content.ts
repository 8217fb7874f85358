import { Buffer } from "node:buffer";

/** What a request sends. */
export interface RequestContent {
  readonly bytes: Uint8Array | string | undefined;
  /** How long it is; `undefined` where the request has none, and needs not say so. */
  readonly length: number | undefined;
  /** The type that it has unless a header says otherwise. */
  readonly type: string | undefined;
}

const noContent: RequestContent = { bytes: undefined, length: undefined, type: undefined };
const emptyContent: RequestContent = { ...noContent, length: 0 };

/** The content of a request. A stream is read to its end first. */
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
  // The platform's own reading of what a body may be.
  const read = new Response(body);
  const type = read.headers.get("content-type") ?? undefined;
  const bytes = new Uint8Array(await read.arrayBuffer());
  return { bytes, length: bytes.byteLength, type };
}

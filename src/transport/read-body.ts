import { toBytes } from "../util/bytes.ts";
import { discardBody, readerOf } from "./body-reader.ts";
import type { BodyReader, BodySource } from "./body-reader.ts";
import type { Deadline } from "./deadline.ts";

/** Thrown if a body is larger than the limit. */
export class BodyTooLargeError extends Error {}

/** Thrown if the bytes of a body are not UTF-8. */
export class NotUtf8Error extends Error {}

/** Thrown if a body yields something that is not bytes. */
export class NotBytesError extends Error {}

/**
 * Reads a body as text. The size is checked with each chunk, and the deadline ends a body that arrives too slowly. On every way
 * out the body is read to its end or cancelled, which frees its socket.
 */
export async function readText(
  response: BodySource,
  maxBytes: number,
  deadline: Pick<Deadline, "race">,
): Promise<string> {
  const reader = readerOf(response);
  if (reader === null) return "";
  try {
    // One race for the whole body: the cancel below ends the reads if the deadline does.
    return decode(await deadline.race(readChunks(reader, maxBytes)));
  } catch (error) {
    discardBody(reader);
    throw error;
  }
}

async function readChunks(reader: BodyReader, maxBytes: number): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return chunks;
    // The stream of a custom `fetch` may yield any value. Only bytes have a known size.
    const bytes = toBytes(value);
    if (bytes === undefined) throw new NotBytesError("not bytes");
    size += bytes.byteLength;
    if (size > maxBytes) throw new BodyTooLargeError();
    chunks.push(bytes);
  }
}

let utf8: TextDecoder | undefined;

/**
 * Decodes chunks of UTF-8 as one text, without a byte order mark at its start.
 *
 * @throws {@link NotUtf8Error} if the bytes are not UTF-8.
 */
export function decode(chunks: readonly Uint8Array[]): string {
  const [first, second] = chunks;
  const bytes = first === undefined || second !== undefined ? join(chunks) : first;
  // Created at the first use and then shared: a decoder is expensive to create.
  const decoder = (utf8 ??= new TextDecoder("utf-8", { fatal: true }));
  try {
    return decoder.decode(bytes);
  } catch {
    // A decoder that failed may keep state of the failed input.
    utf8 = undefined;
    throw new NotUtf8Error();
  }
}

/** Copies chunks into one new array. */
export function join(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeOf(chunks));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function sizeOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((size, { byteLength }) => size + byteLength, 0);
}

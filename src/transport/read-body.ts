import type { Deadline } from "./deadline.ts";

/** Reads a body chunk by chunk. */
export interface BodyReader<Chunk = unknown> {
  read(): Promise<ReadableStreamReadResult<Chunk>>;
  cancel(): Promise<void>;
}

/**
 * A response of `createNodeFetch`, whose body can be read without a web stream. Creating a web stream takes longer than the rest
 * of a small response.
 */
export abstract class DirectResponse {
  /** Locks the body for its reader, as `getReader` of a stream does. */
  abstract reader(): BodyReader;
}

/** Thrown if a body is larger than the limit. */
export class BodyTooLargeError extends Error {}

/** Thrown if the bytes of a body are not UTF-8. */
export class NotUtf8Error extends Error {}

/**
 * Reads a body as text. The size is checked with each chunk, and the deadline ends a body that arrives too slowly. On every way
 * out the body is read to its end or cancelled, which frees its socket.
 */
export async function readText(
  response: { readonly body: ReadableStream<unknown> | null },
  maxBytes: number,
  deadline: Pick<Deadline, "race">,
): Promise<string> {
  const reader = readerOf(response);
  if (reader === null) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await deadline.race(reader.read());
      if (done) return decode(chunks);
      // The stream of a custom `fetch` may yield any value. Only bytes have a known size.
      if (!(value instanceof Uint8Array)) throw new TypeError("not bytes");
      size += value.byteLength;
      if (size > maxBytes) throw new BodyTooLargeError();
      chunks.push(value);
    }
  } catch (error) {
    discardBody(reader);
    throw error;
  }
}

function readerOf(response: { readonly body: ReadableStream<unknown> | null }): BodyReader | null {
  // Reading `body` of a `DirectResponse` would create a web stream.
  if (response instanceof DirectResponse) return response.reader();
  const { body } = response;
  return body === null ? null : body.getReader();
}

/** Cancels a body that is not read any further. */
export function discardBody(body: { cancel(): Promise<void> } | null): void {
  const cancel = async (): Promise<void> => {
    await body?.cancel();
  };
  // A cancel fails if the body is already broken. The call throws its own error for that.
  cancel().catch(() => undefined);
}

let utf8: TextDecoder | undefined;

function decode(chunks: readonly Uint8Array[]): string {
  const [first] = chunks;
  const bytes = chunks.length === 1 && first !== undefined ? first : join(chunks);
  try {
    // Created at the first use and then shared: a decoder is expensive to create.
    utf8 ??= new TextDecoder("utf-8", { fatal: true });
    return utf8.decode(bytes);
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

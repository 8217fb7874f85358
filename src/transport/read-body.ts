import type { Deadline } from "./deadline.ts";

/** What a body is read with, chunk by chunk. */
export interface BodyReader<Chunk = unknown> {
  read(): Promise<ReadableStreamReadResult<Chunk>>;
  cancel(): Promise<void>;
}

/**
 * A response of ours, whose body can be read without a web stream: making one takes longer than all the rest of a small
 * answer.
 */
export abstract class DirectResponse {
  /** Takes the body for the one who reads it, as `getReader` of a stream does. */
  abstract reader(): BodyReader;
}

/** The body is larger than it may be. */
export class BodyTooLargeError extends Error {}

/** The body's bytes are not UTF-8. */
export class NotUtf8Error extends Error {}

/**
 * Reads a body as text, chunk by chunk, so that neither a flood nor a drip gets past a limit. However it ends, the body is
 * read to its end or cancelled, so that its socket is free.
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
      // A stream that somebody else made may give anything, and only of bytes is it known how many they are.
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
  // Whose `body` would be made by the look at it.
  if (response instanceof DirectResponse) return response.reader();
  const { body } = response;
  return body === null ? null : body.getReader();
}

/** Gives up a body that nobody will read. */
export function discardBody(body: { cancel(): Promise<void> } | null): void {
  const cancel = async (): Promise<void> => {
    await body?.cancel();
  };
  // Its failure is that of a body that is already broken, and the call has its own error to throw.
  cancel().catch(() => undefined);
}

let utf8: TextDecoder | undefined;

function decode(chunks: readonly Uint8Array[]): string {
  const [first] = chunks;
  const bytes = chunks.length === 1 && first !== undefined ? first : join(chunks);
  try {
    // Dear to make, so not for each body, and not as the package is loaded.
    utf8 ??= new TextDecoder("utf-8", { fatal: true });
    return utf8.decode(bytes);
  } catch {
    // One that failed may keep what it failed at.
    utf8 = undefined;
    throw new NotUtf8Error();
  }
}

/** Chunks as one piece of memory of its own. */
export function join(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeOf(chunks));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

function sizeOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((size, { byteLength }) => size + byteLength, 0);
}

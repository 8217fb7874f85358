import type { Deadline } from "./deadline.ts";

/**
 * A response of ours, which takes its body off the connection by itself. Where that has come to its end before somebody asks
 * for it no web stream is needed, which takes longer than all the rest of a small answer.
 */
export abstract class BufferedResponse {
  /** The whole body, which is used then; `undefined` where it has not come to its end, or where somebody else uses it. */
  abstract takeWhole(): readonly Uint8Array[] | undefined;
}

/** The body is larger than it may be. */
export class TooLarge extends Error {}

/** The body's bytes are not UTF-8. */
export class NotUtf8 extends Error {}

/**
 * Reads a body as text, chunk by chunk, so that neither a flood nor a drip gets past a limit. However it ends, the body is
 * read to its end or cancelled, so that its socket is free.
 */
export async function readText(
  response: { readonly body: ReadableStream<unknown> | null },
  maxBytes: number,
  deadline: Pick<Deadline, "race">,
): Promise<string> {
  const whole = response instanceof BufferedResponse ? response.takeWhole() : undefined;
  if (whole !== undefined) {
    if (sizeOf(whole) > maxBytes) throw new TooLarge();
    return decode(whole);
  }
  const { body } = response;
  if (body === null) return "";
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await deadline.race(reader.read());
      if (done) return decode(chunks);
      // A stream that somebody else made may give anything, and only of bytes is it known how many they are.
      if (!(value instanceof Uint8Array)) throw new TypeError("not bytes");
      size += value.byteLength;
      if (size > maxBytes) throw new TooLarge();
      chunks.push(value);
    }
  } catch (error) {
    discard(reader);
    throw error;
  }
}

/** Gives up a body that nobody will read. */
export function discard(body: { cancel(): Promise<void> } | null): void {
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
    throw new NotUtf8();
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

import { isRecord } from "../util/json.ts";
import { isPromiseLike } from "../util/promise-like.ts";
import type { RawHeaders, ReadableHeaders } from "../util/raw-headers.ts";

/** Reads a body chunk by chunk. */
export interface BodyReader<Chunk = unknown> {
  read(): Promise<ReadableStreamReadResult<Chunk>>;
  cancel(): Promise<void>;
}

/**
 * A response of `createNodeFetch`, which can be read without a web stream and without a `Headers`. Creating them takes longer than
 * the rest of a small response.
 */
export abstract class DirectResponse {
  abstract readonly rawHeaders: RawHeaders;
  /** Locks the body for its reader, as `getReader` of a stream does. */
  abstract reader(): BodyReader;
}

/** The part of a response that its body is read from. */
export interface BodySource {
  /** A web stream; or another async iterable, such as the stream of Node that node-fetch has. */
  readonly body?: unknown;
  arrayBuffer?(): Promise<unknown>;
  text?(): Promise<unknown>;
}

/** Returns the headers of a response, without creating any. */
export function headersOf(response: Response): ReadableHeaders {
  return response instanceof DirectResponse ? response.rawHeaders : response.headers;
}

/** Returns the reader of a body, or `null` if there is none. */
export function readerOf(response: BodySource): BodyReader | null {
  // Reading `body` of a `DirectResponse` would create a web stream.
  if (response instanceof DirectResponse) return response.reader();
  const { body } = response;
  if (isWebStream(body)) return body.getReader();
  if (isAsyncIterable(body)) return createIterableReader(body);
  // The body can be read only as a whole. The caller checks its size afterwards.
  if (typeof response.arrayBuffer === "function")
    return createWholeReader(() => response.arrayBuffer?.());
  if (typeof response.text === "function")
    return createWholeReader(async () => new TextEncoder().encode(String(await response.text?.())));
  return null;
}

/** Whether `readerOf` can read the body of a response. */
export function hasReadableBody(response: BodySource): boolean {
  if (response instanceof DirectResponse) return true;
  const { body } = response;
  return (
    body === null ||
    isWebStream(body) ||
    isAsyncIterable(body) ||
    typeof response.arrayBuffer === "function" ||
    typeof response.text === "function"
  );
}

/** Whether the body of a response was already read, or is being read. */
export function isBodyUsed(response: BodySource & { readonly bodyUsed?: unknown }): boolean {
  if (response.bodyUsed === true) return true;
  if (response instanceof DirectResponse) return false;
  return isRecord(response.body) && response.body["locked"] === true;
}

/** Cancels a body that is not read any further. */
export function discardBody(body: unknown): void {
  try {
    const result = endBody(body);
    // A cancel fails if the body is already broken. The call throws its own error for that.
    if (isPromiseLike(result)) result.then(undefined, () => undefined);
  } catch {
    // The same for a cancel that throws.
  }
}

/** Web streams have `cancel`, streams of Node `destroy`. */
function endBody(body: unknown): unknown {
  if (!isRecord(body)) return undefined;
  const { cancel, destroy } = body;
  if (typeof cancel === "function") return cancel.call(body) as unknown;
  return typeof destroy === "function" ? (destroy.call(body) as unknown) : undefined;
}

function isWebStream(body: unknown): body is ReadableStream<unknown> {
  return isRecord(body) && typeof body["getReader"] === "function";
}

function isAsyncIterable(body: unknown): body is AsyncIterable<unknown> {
  return isRecord(body) && typeof body[Symbol.asyncIterator as never] === "function";
}

function createIterableReader(body: AsyncIterable<unknown>): BodyReader {
  const iterator = body[Symbol.asyncIterator]();
  return {
    read: async () => {
      const { done, value } = (await iterator.next()) as IteratorResult<unknown, unknown>;
      return done === true ? { done, value: undefined } : { done: false, value };
    },
    // `return` of the iterator would wait for a chunk that may never come.
    cancel: async () => {
      await endBody(body);
    },
  };
}

function createWholeReader(readWhole: () => Promise<unknown> | undefined): BodyReader {
  let isRead = false;
  return {
    read: async () => {
      if (isRead) return { done: true, value: undefined };
      isRead = true;
      return { done: false, value: await readWhole() };
    },
    cancel: () => Promise.resolve(),
  };
}

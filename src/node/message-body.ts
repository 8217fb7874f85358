import type { IncomingMessage } from "node:http";
import { createConnectionClosedError, toFetchError } from "./fetch-error.ts";

/** How much is kept of a body that nobody reads yet; the rest waits in the kernel, and at the server. */
const maxBufferedBytes = 65_536;

/**
 * The body of an answer, taken off the connection as it comes, up to a limit: a small one is whole, and its connection free
 * for the next request, before anybody asks for it.
 */
export class MessageBody {
  readonly #message: IncomingMessage;
  #readChunks: Uint8Array<ArrayBuffer>[] = [];
  #bufferedBytes = 0;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;
  #wakeReader: (() => void) | undefined;

  constructor(message: IncomingMessage) {
    this.#message = message;
    message.on("data", (chunk: Uint8Array<ArrayBuffer>) => {
      // The bytes without what makes them a Buffer.
      this.#readChunks.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      this.#bufferedBytes += chunk.byteLength;
      if (this.#bufferedBytes >= maxBufferedBytes) message.pause();
      this.#wakeReader?.();
    });
    message.on("end", () => {
      this.#ended = true;
      this.#wakeReader?.();
    });
    message.on("error", (error) => {
      this.fail(toFetchError(error, true));
    });
  }

  /** Ends it with an error, unless it has ended. The first one counts. */
  fail(error: unknown): void {
    if (this.#ended) return;
    this.#failure ??= { error };
    this.#wakeReader?.();
  }

  /** The next bytes, or the end. One at a time. */
  async read(): Promise<ReadableStreamReadResult<Uint8Array<ArrayBuffer>>> {
    for (;;) {
      const value = this.#readChunks.shift();
      if (value !== undefined) {
        this.#bufferedBytes -= value.byteLength;
        if (this.#bufferedBytes < maxBufferedBytes) this.#message.resume();
        return { done: false, value };
      }
      if (this.#failure !== undefined) throw this.#failure.error;
      if (this.#ended) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#wakeReader = resolve;
      });
      this.#wakeReader = undefined;
    }
  }

  /** Gives it up: the connection is closed, unless all of the body has come. */
  discard(): void {
    this.#readChunks = [];
    this.#bufferedBytes = 0;
    if (this.#message.complete) {
      this.#message.resume();
      return;
    }
    this.#message.destroy();
    this.fail(createConnectionClosedError());
  }
}

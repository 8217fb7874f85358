import type { IncomingMessage } from "node:http";
import { createConnectionClosedError, toFetchError } from "./fetch-error.ts";

/** How much of an unread body is buffered. The rest waits in the kernel and at the server. */
const maxBufferedBytes = 65_536;

/**
 * The body of a response. It is read as it arrives, up to a limit, so that a small body frees its connection
 * before anyone reads the body.
 */
export class MessageBody {
  readonly #message: IncomingMessage;
  #chunks: Uint8Array<ArrayBuffer>[] = [];
  #bufferedBytes = 0;
  #hasEnded = false;
  #failure: { readonly error: unknown } | undefined;
  #wakeReader: (() => void) | undefined;

  constructor(message: IncomingMessage) {
    this.#message = message;
    message.on("data", (chunk: Uint8Array<ArrayBuffer>) => {
      // A plain Uint8Array instead of Node's Buffer.
      this.#chunks.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      this.#bufferedBytes += chunk.byteLength;
      if (this.#bufferedBytes >= maxBufferedBytes) message.pause();
      this.#wakeReader?.();
    });
    message.on("end", () => {
      this.#hasEnded = true;
      this.#wakeReader?.();
    });
    message.on("error", (error) => {
      this.fail(toFetchError(error, true));
    });
  }

  /** Ends the body with an error, unless it has ended. The first error counts. */
  fail(error: unknown): void {
    if (this.#hasEnded) return;
    this.#failure ??= { error };
    this.#wakeReader?.();
  }

  /** Reads the next bytes or the end. Only one read may be pending. */
  async read(): Promise<ReadableStreamReadResult<Uint8Array<ArrayBuffer>>> {
    for (;;) {
      const value = this.#chunks.shift();
      if (value !== undefined) {
        this.#bufferedBytes -= value.byteLength;
        if (this.#bufferedBytes < maxBufferedBytes) this.#message.resume();
        return { done: false, value };
      }
      if (this.#failure !== undefined) throw this.#failure.error;
      if (this.#hasEnded) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#wakeReader = resolve;
      });
      this.#wakeReader = undefined;
    }
  }

  /** Discards the body. Closes the connection unless the whole body has arrived. */
  discard(): void {
    this.#chunks = [];
    this.#bufferedBytes = 0;
    if (this.#message.complete) {
      this.#message.resume();
      return;
    }
    this.#message.destroy();
    this.fail(createConnectionClosedError());
  }
}

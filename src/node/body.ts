import type { IncomingMessage } from "node:http";
import { connectionClosed, fetchFailure } from "./failure.ts";

/** How much is kept of a body that nobody reads yet; the rest waits in the kernel, and at the server. */
const keptBytes = 65_536;

/**
 * The body of an answer, taken off the connection as it comes, up to a limit: a small one is whole, and its connection free
 * for the next request, before anybody asks for it.
 */
export class MessageBody {
  readonly #message: IncomingMessage;
  #chunks: Uint8Array<ArrayBuffer>[] = [];
  #kept = 0;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;
  #wake: (() => void) | undefined;

  constructor(message: IncomingMessage) {
    this.#message = message;
    message.on("data", (chunk: Uint8Array<ArrayBuffer>) => {
      // The bytes without what makes them a Buffer.
      this.#chunks.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      this.#kept += chunk.byteLength;
      if (this.#kept >= keptBytes) message.pause();
      this.#wake?.();
    });
    message.on("end", () => {
      this.#ended = true;
      this.#wake?.();
    });
    message.on("error", (error) => {
      this.fail(fetchFailure(error, true));
    });
  }

  /** Ends it with an error, unless it has ended. The first one counts. */
  fail(error: unknown): void {
    if (this.#ended) return;
    this.#failure ??= { error };
    this.#wake?.();
  }

  /** The next bytes, or the end. One at a time. */
  async next(): Promise<ReadableStreamReadResult<Uint8Array<ArrayBuffer>>> {
    for (;;) {
      const value = this.#chunks.shift();
      if (value !== undefined) {
        this.#kept -= value.byteLength;
        if (this.#kept < keptBytes) this.#message.resume();
        return { done: false, value };
      }
      if (this.#failure !== undefined) throw this.#failure.error;
      if (this.#ended) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
  }

  /** Gives it up: the connection is closed, unless all of the body has come. */
  discard(): void {
    this.#chunks = [];
    this.#kept = 0;
    if (this.#message.complete) {
      this.#message.resume();
      return;
    }
    this.#message.destroy();
    this.fail(connectionClosed());
  }
}

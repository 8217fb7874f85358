import type { IncomingMessage } from "node:http";
import { DirectResponse } from "../transport/body-reader.ts";
import type { BodyReader } from "../transport/body-reader.ts";
import { join } from "../transport/read-body.ts";
import { RawHeaders } from "../util/raw-headers.ts";
import type { MessageBody } from "./message-body.ts";

/** Statuses without a body (https://fetch.spec.whatwg.org/#null-body-status). */
const nullBodyStatuses = new Set([101, 204, 205, 304]);

/**
 * A response with all members of `Response`. The platform's class creates a web stream for each body, which
 * takes longer than everything else in a small request. This class creates the stream only if `body` is read,
 * and accepts a status above 599.
 */
export class NodeResponse extends DirectResponse implements Response {
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  override readonly rawHeaders: RawHeaders;
  readonly type: ResponseType = "basic";
  readonly redirected: boolean = false;
  readonly [Symbol.toStringTag] = "Response";
  readonly #body: MessageBody;
  readonly #hasNullBody: boolean;
  #stream: ReadableStream<Uint8Array<ArrayBuffer>> | undefined;
  #isBodyUsed = false;

  constructor(message: IncomingMessage, body: MessageBody, url: string) {
    super();
    this.status = message.statusCode ?? 0;
    this.statusText = message.statusMessage ?? "";
    this.url = url;
    this.rawHeaders = new RawHeaders(message.rawHeaders);
    this.#body = body;
    this.#hasNullBody = nullBodyStatuses.has(this.status);
  }

  get ok(): boolean {
    return this.status >= 200 && this.status <= 299;
  }

  get headers(): Headers {
    return this.rawHeaders.toHeaders();
  }

  get body(): ReadableStream<Uint8Array<ArrayBuffer>> | null {
    if (this.#hasNullBody) return null;
    this.#stream ??= this.#createStream();
    return this.#stream;
  }

  get bodyUsed(): boolean {
    return this.#isBodyUsed;
  }

  override reader(): BodyReader<Uint8Array<ArrayBuffer>> {
    if (this.#isBodyUsed || this.#stream?.locked === true) throw createBodyUnusableError();
    if (this.#stream !== undefined) return this.#stream.getReader();
    this.#isBodyUsed = !this.#hasNullBody;
    return {
      read: () => this.#body.read(),
      cancel: () => {
        this.#body.discard();
        return Promise.resolve();
      },
    };
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).buffer;
  }

  async blob(): Promise<Blob> {
    const type = this.headers.get("content-type") ?? "";
    return new Blob([await this.bytes()], { type });
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return join(await this.#readChunks());
  }

  clone(): Response {
    if (this.#isBodyUsed || this.#stream?.locked === true) throw createBodyUnusableError();
    const { status, statusText, url, ok, type, headers } = this;
    let copied: ReadableStream | null = null;
    if (this.body !== null) [this.#stream, copied] = this.body.tee();
    const copy = new Response(copied, { headers });
    for (const [name, value] of Object.entries({ status, statusText, url, ok, type }))
      Object.defineProperty(copy, name, { value });
    return copy;
  }

  async formData(): Promise<FormData> {
    return new Response(await this.bytes(), { headers: this.headers }).formData();
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text()) as unknown;
  }

  async text(): Promise<string> {
    const chunks = await this.#readChunks();
    const [first] = chunks;
    return new TextDecoder().decode(chunks.length === 1 ? first : join(chunks));
  }

  async #readChunks(): Promise<readonly Uint8Array[]> {
    const reader = this.reader();
    const chunks: Uint8Array[] = [];
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return chunks;
      chunks.push(value);
    }
  }

  #createStream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return new ReadableStream(
      {
        pull: async (controller) => {
          this.#isBodyUsed = true;
          const { done, value } = await this.#body.read();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        cancel: () => {
          this.#isBodyUsed = true;
          this.#body.discard();
        },
      },
      { highWaterMark: 0 },
    );
  }
}

function createBodyUnusableError(): TypeError {
  return new TypeError("Body is unusable: it was already read, or is being read");
}

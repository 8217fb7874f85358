import type { IncomingMessage } from "node:http";
import { BufferedResponse, join } from "../internal/read-body.ts";
import type { MessageBody } from "./body.ts";

/** Statuses that have no body (https://fetch.spec.whatwg.org/#null-body-status). */
const bodiless = new Set([101, 204, 205, 304]);

/**
 * An answer with all that a `Response` has. It is none of the platform's own, which wants a web stream for each body, though
 * that takes longer than all the rest of a small request; here a stream is made where `body` is asked for. Nor does it throw
 * for a status beyond 599.
 */
export class NodeResponse extends BufferedResponse implements Response {
  readonly status: number;
  readonly statusText: string;
  readonly url: string;
  readonly type: ResponseType = "basic";
  readonly redirected: boolean = false;
  readonly [Symbol.toStringTag] = "Response";
  readonly #rawHeaders: readonly string[];
  readonly #body: MessageBody;
  #headers: Headers | undefined;
  #stream: ReadableStream<Uint8Array<ArrayBuffer>> | undefined;
  #used = false;

  constructor(message: IncomingMessage, body: MessageBody, url: string) {
    super();
    this.status = message.statusCode ?? 0;
    this.statusText = message.statusMessage ?? "";
    this.url = url;
    this.#rawHeaders = message.rawHeaders;
    this.#body = body;
  }

  get ok(): boolean {
    return this.status >= 200 && this.status <= 299;
  }

  get headers(): Headers {
    if (this.#headers !== undefined) return this.#headers;
    const headers = new Headers();
    for (let at = 0; at + 1 < this.#rawHeaders.length; at += 2)
      headers.append(this.#rawHeaders[at] ?? "", this.#rawHeaders[at + 1] ?? "");
    this.#headers = headers;
    return headers;
  }

  get body(): ReadableStream<Uint8Array<ArrayBuffer>> | null {
    if (bodiless.has(this.status)) return null;
    this.#stream ??= this.#toStream();
    return this.#stream;
  }

  get bodyUsed(): boolean {
    return this.#used;
  }

  override takeWhole(): readonly Uint8Array[] | undefined {
    if (this.#used || this.#stream !== undefined) return undefined;
    const { whole } = this.#body;
    if (whole !== undefined) this.#used = true;
    return whole;
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return (await this.bytes()).buffer;
  }

  async blob(): Promise<Blob> {
    const type = this.headers.get("content-type") ?? "";
    return new Blob([await this.bytes()], { type });
  }

  async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return join(await this.#chunks());
  }

  clone(): Response {
    if (this.#used || this.#stream?.locked === true) throw unusable();
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
    const chunks = await this.#chunks();
    const [first] = chunks;
    return new TextDecoder().decode(chunks.length === 1 ? first : join(chunks));
  }

  /** All of the body. */
  async #chunks(): Promise<readonly Uint8Array[]> {
    const whole = this.takeWhole();
    if (whole !== undefined) return whole;
    const next = this.#take();
    const chunks: Uint8Array[] = [];
    for (let chunk = await next(); chunk !== undefined; chunk = await next()) chunks.push(chunk);
    return chunks;
  }

  /** Takes the body for oneself, once. */
  #take(): () => Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (this.#used || this.#stream?.locked === true) throw unusable();
    this.#used = true;
    if (this.#stream === undefined) return () => this.#body.next();
    const reader = this.#stream.getReader();
    return async () => (await reader.read()).value;
  }

  #toStream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return new ReadableStream(
      {
        pull: async (controller) => {
          this.#used = true;
          const chunk = await this.#body.next();
          if (chunk === undefined) controller.close();
          else controller.enqueue(chunk);
        },
        cancel: () => {
          this.#used = true;
          this.#body.discard();
        },
      },
      { highWaterMark: 0 },
    );
  }
}

function unusable(): TypeError {
  return new TypeError("Body is unusable: it was read already, or somebody reads it");
}

/** The part of a request that the server uses. */
export interface ParsedRequest {
  readonly method: string;
  readonly target: string;
  readonly secret: string;
}

const endOfHead = "\r\n\r\n";

/**
 * Parses the HTTP/1.1 requests of one connection. It does less than `node:http` on purpose: the server's own time must not affect the
 * figures, and only the bench sends requests.
 */
export class RequestReader {
  #text = "";

  /** Adds received bytes, and returns the requests that are complete. */
  read(chunk: Buffer): ParsedRequest[] {
    // latin1 has one character per byte, so lengths are byte counts.
    this.#text += chunk.toString("latin1");
    const requests: ParsedRequest[] = [];
    for (;;) {
      const end = this.#text.indexOf(endOfHead);
      if (end < 0) return requests;
      const head = this.#text.slice(0, end);
      const length = readContentLength(head);
      const next = end + endOfHead.length + length;
      if (this.#text.length < next) return requests;
      this.#text = this.#text.slice(next);
      const [method = "", target = ""] = head.split(" ", 2);
      requests.push({ method, target, secret: readHeader(head, secretHeader) });
    }
  }
}

const lengthHeader = /\r\ncontent-length: *(\d+)/i;
const secretHeader = /\r\nx-tyk-authorization: *([^\r]*)/i;

function readContentLength(head: string): number {
  if (/\r\ntransfer-encoding:/i.test(head))
    throw new Error("the server does not support chunked requests: send a content-length");
  return Number(readHeader(head, lengthHeader));
}

function readHeader(head: string, header: RegExp): string {
  return header.exec(head)?.[1] ?? "";
}

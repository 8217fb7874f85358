/** The part of a request that the server looks at. */
export interface SeenRequest {
  readonly method: string;
  readonly target: string;
  readonly secret: string;
}

const endOfHead = "\r\n\r\n";

/**
 * Reads HTTP/1.1 requests from one connection, whole ones only. Less than `node:http` does, on purpose: the server must not
 * be what is measured, and it knows who calls.
 */
export class RequestReader {
  #text = "";

  /** Takes what came, and gives the requests that are whole by now. */
  take(chunk: Buffer): SeenRequest[] {
    // One character a byte, so that lengths are those of the wire.
    this.#text += chunk.toString("latin1");
    const requests: SeenRequest[] = [];
    for (;;) {
      const end = this.#text.indexOf(endOfHead);
      if (end < 0) return requests;
      const head = this.#text.slice(0, end);
      const length = lengthOf(head);
      const next = end + endOfHead.length + length;
      if (this.#text.length < next) return requests;
      this.#text = this.#text.slice(next);
      const [method = "", target = ""] = head.split(" ", 2);
      requests.push({ method, target, secret: headerOf(head, secretHeader) });
    }
  }
}

const lengthHeader = /\r\ncontent-length: *(\d+)/i;
const secretHeader = /\r\nx-tyk-authorization: *([^\r]*)/i;

function lengthOf(head: string): number {
  if (/\r\ntransfer-encoding:/i.test(head)) throw new Error("the bench sends bodies with a length");
  return Number(headerOf(head, lengthHeader));
}

function headerOf(head: string, header: RegExp): string {
  return header.exec(head)?.[1] ?? "";
}

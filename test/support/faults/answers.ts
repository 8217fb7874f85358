import { client } from "../samples/samples.ts";
import { markers } from "../secrets/markers.ts";
import type { Exchange, Script } from "./server.ts";

/** The document of a client, with secrets in it. */
export const document: string = JSON.stringify({
  ...client,
  secret: markers.answer,
  meta_data: { note: markers.answer },
});

/** The head of a success, as bytes. */
export const okHead: string = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

/** How a connection ends after the bytes of a response. */
export type Ending = "reset" | "end" | "hold";

/** Responds with raw bytes. */
export function bytes(answer: string | Uint8Array, ending: Ending): Script {
  return ({ socket }) => {
    socket.write(answer, () => {
      if (ending === "reset") socket.resetAndDestroy();
      else if (ending === "end") socket.end();
    });
  };
}

/** Responds with `node:http`. */
export function answer(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array | ((exchange: Exchange) => string),
): Script {
  return (exchange) => {
    exchange.response.writeHead(status, headers);
    exchange.response.end(typeof body === "function" ? body(exchange) : body);
  };
}

/** Responds with a head, and then sends pieces of the body until the connection ends. */
export function endless(
  head: string | Uint8Array,
  piece: string | Uint8Array,
  everyMs: number,
): Script {
  return ({ socket }) => {
    socket.write(head);
    const timer = setInterval(() => socket.write(piece), everyMs).unref();
    socket.once("close", () => {
      clearInterval(timer);
    });
  };
}

/** An error in the gateway's form whose message quotes the request's path, body and secrets, with another field next to it. */
export function quotingBody({ url, headers, body }: Exchange): string {
  const fields = [...new URLSearchParams(body).values()].join(" ");
  const secret = String(headers["x-tyk-authorization"]);
  const message = `no ${url} ${decodeURIComponent(url)} ${fields} ${secret} ${body}`;
  return JSON.stringify({ status: "error", message, debug: markers.answer });
}

export const json: Readonly<Record<string, string>> = { "content-type": "application/json" };
export const html: Readonly<Record<string, string>> = { "content-type": "text/html" };
export const page: string = `<html><body>sign in ${markers.answer}</body></html>`;

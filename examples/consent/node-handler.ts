import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/**
 * Creates a handler for `node:http`, Express and Fastify. No body parser may read the request before it.
 *
 * @param origin - The address of the site, such as `https://login.example`. The Host header is not used: an attacker can choose it.
 */
export function toNodeHandler(
  handle: (request: Request) => Promise<Response>,
  origin: string,
): (message: IncomingMessage, response: ServerResponse) => void {
  return (message, response) => {
    void handleMessage(handle, origin, message, response);
  };
}

async function handleMessage(
  handle: (request: Request) => Promise<Response>,
  origin: string,
  message: IncomingMessage & { readonly originalUrl?: string },
  response: ServerResponse,
): Promise<void> {
  try {
    const { method = "GET" } = message;
    // Express removes the path under which a router is mounted from `url`.
    const path = message.originalUrl ?? message.url ?? "/";
    const headers = new Headers();
    for (const [name, values = []] of Object.entries(message.headersDistinct))
      for (const value of values) headers.append(name, value);
    const hasBody = method !== "GET" && method !== "HEAD";
    const request = new Request(origin + (path.startsWith("/") ? path : "/"), {
      method,
      headers,
      ...(hasBody && { body: Readable.toWeb(message) as ReadableStream, duplex: "half" }),
    });
    const result = await handle(request);
    response.writeHead(result.status, [...result.headers].flat());
    if (result.body === null) response.end();
    else await pipeline(Readable.fromWeb(result.body as never), response);
  } catch {
    // The browser closed the connection, or sent what no Request can have, such as the method TRACE.
    if (response.headersSent) response.destroy();
    else response.writeHead(400).end();
  }
}

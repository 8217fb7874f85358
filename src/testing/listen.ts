import { Buffer } from "node:buffer";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ConnectionDropped } from "./errors.ts";
import type { Address } from "./http/request.ts";
import type { GatewayServer } from "./server.ts";

/** Where to listen. */
export interface ListenOptions {
  /** The port on 127.0.0.1; 0 takes a free one. @defaultValue 0 */
  readonly port?: number;
  /** The control API's port, where it has an address of its own; 0 takes a free one. @defaultValue 0 */
  readonly controlPort?: number;
}

/** A gateway that listens. */
export interface ListeningGateway {
  /** Where the APIs are, and the control API unless it has an address of its own. */
  readonly url: string;
  /** Where the control API is. */
  readonly controlUrl: string;
  /**
   * Stops listening and ends every connection. Rejects where a request was outside the model: such a request is answered
   * with 500 and the reason as text, which a test may not notice.
   */
  close(): Promise<void>;
}

/** Serves the gateway over real HTTP on 127.0.0.1. */
export async function listen(
  server: GatewayServer,
  options: ListenOptions,
): Promise<ListeningGateway> {
  const problems: unknown[] = [];
  const open = async (address: Address, port: number): Promise<Server> => {
    const http = createServer({ keepAliveTimeout: 1000 }, (message, response) => {
      void respond(server, address, message, response, problems);
    });
    await new Promise<void>((resolve, reject) => {
      http.once("error", reject);
      http.listen(port, "127.0.0.1", resolve);
    });
    return http;
  };
  const apis = await open("apis", options.port ?? 0);
  const control = server.settings.separateControl
    ? await open("control", options.controlPort ?? 0)
    : apis;
  return {
    url: urlOf(apis),
    controlUrl: urlOf(control),
    close: async () => {
      await Promise.all([...new Set([apis, control])].map(stop));
      const [problem] = problems.splice(0);
      if (problem !== undefined) throw problem as Error;
    },
  };
}

async function respond(
  server: GatewayServer,
  address: Address,
  message: IncomingMessage,
  response: ServerResponse,
  problems: unknown[],
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => {
    gone.abort();
  });
  try {
    const body = await readBody(message);
    const { method = "GET", url: target = "/" } = message;
    const headers = headersOf(message);
    const { signal } = gone;
    const answer = await server.answer({
      method,
      target,
      host: message.headers.host ?? "",
      headers,
      body,
      address,
      signal,
    });
    response.writeHead(answer.status, {
      ...answer.headers,
      "content-length": Buffer.byteLength(answer.body),
    });
    response.end(method === "HEAD" ? undefined : answer.body);
  } catch (error) {
    if (error instanceof ConnectionDropped) {
      message.socket.resetAndDestroy();
      return;
    }
    problems.push(error);
    const headers = { "content-type": "text/plain; charset=utf-8", date: server.date() };
    response.writeHead(500, headers);
    response.end(`${String(error)}\n`);
  }
}

async function readBody(message: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message) chunks.push(chunk as Uint8Array);
  return new Uint8Array(Buffer.concat(chunks));
}

function headersOf(message: IncomingMessage): Headers {
  const headers = new Headers();
  for (let i = 0; i + 1 < message.rawHeaders.length; i += 2) {
    headers.append(message.rawHeaders[i] ?? "", message.rawHeaders[i + 1] ?? "");
  }
  return headers;
}

function urlOf(http: Server): string {
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

function stop(http: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    http.close((error) => {
      if (error === undefined) resolve();
      else reject(error);
    });
    http.closeAllConnections();
  });
}

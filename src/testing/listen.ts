import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ConnectionDroppedError } from "./errors.ts";
import type { GatewayAddress } from "./http/request.ts";
import type { GatewayServer } from "./gateway-server.ts";
import type { ListenOptions } from "./options.ts";

/** A gateway that serves real HTTP. */
export interface ListeningGateway {
  /** The URL of the APIs, and of the control API unless `separateControl` is set. */
  readonly url: string;
  /** The URL of the control API. */
  readonly controlUrl: string;
  /**
   * Stops listening and ends every connection. Rejects if a request was outside the model. Such a request gets a 500 with
   * the reason as text, which a test can overlook.
   */
  close(): Promise<void>;
}

/** Serves the gateway over real HTTP. */
export async function listen(
  server: GatewayServer,
  options: ListenOptions,
): Promise<ListeningGateway> {
  // Imported here, because a bundler would make a static import part of an app for a runtime without it.
  const { createServer } = await import("node:http");
  const errors: unknown[] = [];
  const { host = "127.0.0.1", onRequest } = options;
  const startServer = async (address: GatewayAddress, port: number): Promise<Server> => {
    // Like the gateway's. With a timeout of a second or two, `fetch` would open a connection for each request.
    const httpServer = createServer({ keepAliveTimeout: 120_000 }, (message, serverResponse) => {
      void respond({ server, address, errors, onRequest }, message, serverResponse);
    });
    await new Promise<void>((resolve, reject) => {
      httpServer.once("error", reject);
      httpServer.listen(port, host, resolve);
    });
    return httpServer;
  };
  const apiServer = await startServer("apis", options.port ?? 0);
  const controlServer = server.settings.separateControl
    ? await startServer("control", options.controlPort ?? 0)
    : apiServer;
  return {
    url: getUrl(apiServer),
    controlUrl: getUrl(controlServer),
    close: async () => {
      await Promise.all([...new Set([apiServer, controlServer])].map(stopServer));
      const [error] = errors.splice(0);
      if (error !== undefined) throw error as Error;
    },
  };
}

/** One of the gateway's addresses, and what happens to its requests. */
interface Listener {
  readonly server: GatewayServer;
  readonly address: GatewayAddress;
  /** Collects errors of the model. */
  readonly errors: unknown[];
  readonly onRequest: ListenOptions["onRequest"];
}

async function respond(
  { server, address, errors, onRequest }: Listener,
  message: IncomingMessage,
  serverResponse: ServerResponse,
): Promise<void> {
  const controller = new AbortController();
  serverResponse.once("close", () => {
    controller.abort();
  });
  try {
    const { method = "GET", url: target = "/" } = message;
    const { host = "" } = message.headers;
    const headers = readHeaders(message);
    const body = await readBody(message);
    const { signal } = controller;
    const request = { method, target, host, headers, body, address, signal };
    const response = await server.handle(request, onRequest);
    const { body: text } = response;
    const content = typeof text === "string" ? new TextEncoder().encode(text) : text;
    serverResponse.writeHead(response.status, {
      ...response.headers,
      "content-length": content.length,
    });
    serverResponse.end(method === "HEAD" ? undefined : content);
  } catch (error) {
    if (error instanceof ConnectionDroppedError) {
      message.socket.resetAndDestroy();
      return;
    }
    // `close` rejects with the first one.
    if (errors.length === 0) errors.push(error);
    const headers = { "content-type": "text/plain; charset=utf-8", date: server.date() };
    serverResponse.writeHead(500, headers);
    serverResponse.end(`${String(error)}\n`);
  }
}

async function readBody(message: IncomingMessage): Promise<Uint8Array> {
  const chunks: BlobPart[] = [];
  for await (const chunk of message) chunks.push(chunk as BlobPart);
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function readHeaders(message: IncomingMessage): Headers {
  const headers = new Headers();
  for (let i = 0; i + 1 < message.rawHeaders.length; i += 2)
    headers.append(message.rawHeaders[i] ?? "", message.rawHeaders[i + 1] ?? "");
  return headers;
}

/** Returns a URL for this machine. An address that stands for all addresses is reachable on loopback. */
function getUrl(httpServer: Server): string {
  const { address, family, port } = httpServer.address() as AddressInfo;
  if (address === "0.0.0.0" || address === "::") return `http://127.0.0.1:${port}`;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

function stopServer(httpServer: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    httpServer.close((error) => {
      if (error === undefined) resolve();
      else reject(error);
    });
    httpServer.closeAllConnections();
  });
}

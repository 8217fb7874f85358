import { createServer } from "node:http";
import type {
  IncomingHttpHeaders,
  IncomingMessage,
  RequestListener,
  Server,
  ServerResponse,
} from "node:http";
import { Server as TlsServer } from "node:https";
import { createServer as createSocketServer } from "node:net";
import type { AddressInfo, Server as SocketServer, Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A received request. */
export interface ReceivedRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A server on 127.0.0.1 that closes at the end of the test. */
export interface TestServer {
  url: string;
  /** The requests in order. Each one is added after its body was read. */
  requests: ReceivedRequest[];
  /** All connections. */
  sockets: Socket[];
}

/** Responds to the nth request, counted from 1, after it was read completely. */
export type RequestHandler = (
  request: ReceivedRequest,
  response: ServerResponse,
  nth: number,
) => void;

/** Starts an HTTP server with a handler. `make` can create another kind of server, and `path` is that of a unix socket. */
export async function startServer(
  script: RequestHandler,
  make: (listener: RequestListener) => Server | TlsServer = (listener) => createServer(listener),
  path?: string,
): Promise<TestServer> {
  const requests: ReceivedRequest[] = [];
  const server = make((message, response) => {
    void readBody(message).then((body) => {
      const { method = "", url = "", headers } = message;
      const request = { method, url, headers, body };
      requests.push(request);
      script(request, response, requests.length);
    });
  });
  const { url, sockets } = await listen(server, path);
  return { url, requests, sockets };
}

/** Starts a server without HTTP. The script gets the nth connection, counted from 1, when it opens. */
export async function startSocketServer(
  script: (socket: Socket, nth: number) => void,
): Promise<{ url: string; sockets: Socket[] }> {
  let count = 0;
  const server = createSocketServer((socket) => {
    count += 1;
    socket.on("error", () => undefined);
    script(socket, count);
  });
  return listen(server);
}

/** Starts a server that responds to each request with raw bytes, and then calls `then`. */
export async function startRawServer(
  bytes: string | Uint8Array,
  then: (socket: Socket) => void,
): Promise<{ url: string; sockets: Socket[] }> {
  return startSocketServer((socket) => {
    socket.on("data", () => {
      socket.write(bytes, () => {
        then(socket);
      });
    });
  });
}

/** Returns an address without a server. */
export async function closedPort(): Promise<{ url: string; sockets: Socket[] }> {
  const server = createSocketServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return { url: `http://127.0.0.1:${port}`, sockets: [] };
}

/** Sends a JSON response. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/** Resolves to `true` when the connection closes. If it stays open, the test runs into its timeout. */
export async function closes(socket: Socket | undefined): Promise<boolean> {
  if (socket === undefined) return false;
  if (!socket.destroyed) await new Promise((resolve) => socket.once("close", resolve));
  return true;
}

async function listen(
  server: Server | SocketServer,
  path?: string,
): Promise<{ url: string; sockets: Socket[] }> {
  const sockets: Socket[] = [];
  server.on("connection", (socket: Socket) => {
    sockets.push(socket);
  });
  await new Promise<void>((resolve) => {
    if (path === undefined) server.listen(0, "127.0.0.1", resolve);
    else server.listen(path, resolve);
  });
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  );
  if (path !== undefined) return { url: "http://localhost", sockets };
  const { port } = server.address() as AddressInfo;
  const protocol = server instanceof TlsServer ? "https" : "http";
  return { url: `${protocol}://127.0.0.1:${port}`, sockets };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

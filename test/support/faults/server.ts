import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { createServer as createSocketServer } from "node:net";
import type { AddressInfo, Server as SocketServer, Socket } from "node:net";

/** Registers a function that runs at the end of the test. A test context is one. */
export interface AfterTest {
  after(stop: () => unknown): void;
}

/** The server of a call. */
export interface Target {
  readonly url: string;
  /** The number of requests, or of connections if no request can be read. Absent if nothing can be counted. */
  readonly received?: () => number;
  /** The connections in order. */
  readonly sockets: readonly Socket[];
  /** The connections with a request. undici also opens some in advance, without a request. */
  readonly used: ReadonlySet<Socket>;
}

/** A request that was read completely. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
  /** For responses that `node:http` cannot send. */
  readonly socket: Socket;
  readonly response: ServerResponse;
  /** The number of the request, from 1. */
  readonly nth: number;
}

/** Responds to a request, or does not. */
export type Script = (exchange: Exchange) => void;

/** Starts a server with a script. `onConnection` gets each connection when it opens. */
export async function serve(
  stops: AfterTest,
  script: Script,
  onConnection: (socket: Socket) => void = () => undefined,
): Promise<Target> {
  const { counts, listener } = counted(script);
  const server = createServer(listener).on("connection", onConnection);
  return listen(stops, server, "http", counts);
}

/** Starts a server with TLS and one of the certificates of the run. */
export async function serveTls(stops: AfterTest, name: string, script: Script): Promise<Target> {
  const pem = readFileSync(`${process.env["FAULTS_CERTIFICATES"] ?? ""}/${name}.pem`);
  const { counts, listener } = counted(script);
  return listen(stops, createTlsServer({ key: pem, cert: pem }, listener), "https", counts);
}

/** Starts a server without HTTP. The script gets each connection when it opens. */
export async function serveSockets(
  stops: AfterTest,
  script: (socket: Socket) => void,
  scheme = "http",
): Promise<Target> {
  const used = new Set<Socket>();
  const server = createSocketServer((socket) => {
    used.add(socket);
    script(socket);
  });
  return listen(stops, server, scheme, { received: () => used.size, used });
}

/** Returns an address without a server. */
export async function closedPort(): Promise<Target> {
  const server = createSocketServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return { url: `http://127.0.0.1:${port}`, sockets: [], used: new Set() };
}

type Counts = Required<Pick<Target, "received" | "used">>;

function counted(script: Script): {
  counts: Counts;
  listener: (request: IncomingMessage, response: ServerResponse) => void;
} {
  let nth = 0;
  const used = new Set<Socket>();
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      nth += 1;
      const { method = "", url = "", headers, socket } = request;
      used.add(socket);
      const body = Buffer.concat(chunks).toString("utf8");
      script({ method, url, headers, body, socket, response, nth });
    });
  };
  return { counts: { received: () => nth, used }, listener };
}

async function listen(
  stops: AfterTest,
  server: Server | SocketServer,
  scheme: string,
  counts: Counts,
): Promise<Target> {
  const sockets: Socket[] = [];
  server.on("connection", (socket: Socket) => {
    socket.on("error", () => undefined);
    sockets.push(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.after(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        for (const socket of sockets) socket.destroy();
      }),
  );
  const { port } = server.address() as AddressInfo;
  const host = scheme === "https" ? "localhost" : "127.0.0.1";
  return { url: `${scheme}://${host}:${port}`, sockets, ...counts };
}

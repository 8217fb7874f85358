import { Agent } from "node:http";
import type { ClientRequest } from "node:http";
import type { Socket } from "node:net";
import { isSocket } from "./connection-attempt.ts";
import type { Connector } from "./connector.ts";
import { tryKeepIdle, reuseSocket } from "./keep-alive.ts";

/** Arguments that a request passes to the pool, beside those of Node. */
export interface PoolRequestArgs {
  /** Aborts the connection attempt that was started for this request. */
  readonly connectSignal: AbortSignal | undefined;
  /** Called if no connection could be made. Nothing of the request was sent. */
  readonly onConnectError: (error: Error) => void;
}

/** An origin whose plain requests a proxy reads. */
export interface ProxiedOrigin {
  readonly origin: string;
  /** The value of the `Proxy-Authorization` header. */
  readonly authorization: string | undefined;
}

/** Makes a request one for the proxy. Done so late, code that monitors or mocks requests sees the host and no proxy password. */
function addressProxy(request: ClientRequest, { origin, authorization }: ProxiedOrigin): void {
  request.path = origin + request.path;
  if (authorization !== undefined) request.setHeader("Proxy-Authorization", authorization);
}

/**
 * The connections to one origin, as an `Agent`. Node's own agent builds a key from all options for each
 * request, certificates included, and copies the options three times.
 */
export class ConnectionPool extends Agent {
  /** Node compares this with the protocol of each request. */
  readonly protocol: string;
  readonly #connector: Connector;
  readonly #idleTimeoutMs: number;
  readonly #proxied: ProxiedOrigin | undefined;
  readonly #idle: Socket[] = [];
  #isClosed = false;

  constructor(
    protocol: string,
    connector: Connector,
    idleTimeoutMs: number,
    proxied: ProxiedOrigin | undefined,
  ) {
    super({ keepAlive: true });
    this.protocol = protocol;
    this.#connector = connector;
    this.#idleTimeoutMs = idleTimeoutMs;
    this.#proxied = proxied;
  }

  /** Called by Node for each request. Uses the most recently used idle connection, or makes a new one. */
  addRequest(request: ClientRequest, { connectSignal, onConnectError }: PoolRequestArgs): void {
    if (this.#proxied !== undefined) addressProxy(request, this.#proxied);
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (idle.destroyed) continue;
      reuseSocket(idle);
      request.reusedSocket = true;
      request.onSocket(idle);
      return;
    }
    this.#connector.connect(connectSignal, (result) => {
      if (!isSocket(result)) {
        onConnectError(result);
        return;
      }
      this.#watchSocket(result);
      request.onSocket(result);
    });
  }

  /**
   * Called by mocking libraries, for a request that they let through. It makes the connection as `addRequest` does: Node's own method
   * would send the request unencrypted, and past the proxy.
   */
  override createConnection(): Socket {
    return this.#connector.createDirectSocket();
  }

  /** Closes the idle connections, and keeps no connection from now on. */
  close(): void {
    this.#isClosed = true;
    for (const socket of this.#idle.splice(0)) socket.destroy();
  }

  #watchSocket(socket: Socket): void {
    // Node emits "free" when the request has ended and its response has been read.
    socket.on("free", () => {
      if (!this.#isClosed && socket.writable && tryKeepIdle(socket, this.#idleTimeoutMs))
        this.#idle.push(socket);
      else socket.destroy();
    });
    socket.once("close", () => {
      const index = this.#idle.indexOf(socket);
      if (index >= 0) this.#idle.splice(index, 1);
    });
    socket.on("timeout", () => {
      if (this.#idle.includes(socket)) socket.destroy();
    });
  }
}

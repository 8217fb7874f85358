import { Agent } from "node:http";
import type { ClientRequest } from "node:http";
import type { Socket } from "node:net";
import type { Connector } from "./connector.ts";
import { tryKeepIdle, reuseSocket } from "./keep-alive.ts";

/** What a request is started with, besides what Node knows. */
export interface PoolRequestArgs {
  /** Gives up the connection that is being made for it. */
  readonly connectSignal: AbortSignal | undefined;
  /** Called where there is no connection for it: nothing of it has been sent. */
  readonly onConnectError: (error: Error) => void;
}

/**
 * The connections to one origin: to Node an agent, which it asks for one for each request. Node's own would make up a name
 * of all options for each request, certificates and keys among them, and copy them three times.
 */
export class ConnectionPool extends Agent {
  /** What a request's protocol is held against. */
  readonly protocol: string;
  readonly #connector: Connector;
  readonly #idleTimeoutMs: number;
  readonly #idle: Socket[] = [];
  #isClosed = false;

  constructor(protocol: string, connector: Connector, idleTimeoutMs: number) {
    super({ keepAlive: true });
    this.protocol = protocol;
    this.#connector = connector;
    this.#idleTimeoutMs = idleTimeoutMs;
  }

  /** Called by Node for a request that wants a connection: the one that was used last, or a new one. */
  addRequest(request: ClientRequest, { connectSignal, onConnectError }: PoolRequestArgs): void {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (idle.destroyed) continue;
      reuseSocket(idle);
      request.reusedSocket = true;
      request.onSocket(idle);
      return;
    }
    this.#connector.connect(connectSignal, (result) => {
      if (result instanceof Error) {
        onConnectError(result);
        return;
      }
      this.#watchSocket(result);
      request.onSocket(result);
    });
  }

  /** Ends the connections that have no request, and keeps none from now on. */
  close(): void {
    this.#isClosed = true;
    for (const socket of this.#idle.splice(0)) socket.destroy();
  }

  #watchSocket(socket: Socket): void {
    // Node's word for a request that has come to its end, with its answer read.
    socket.on("free", () => {
      if (!this.#isClosed && socket.writable && tryKeepIdle(socket, this.#idleTimeoutMs))
        this.#idle.push(socket);
      else socket.destroy();
    });
    socket.once("close", () => {
      const at = this.#idle.indexOf(socket);
      if (at >= 0) this.#idle.splice(at, 1);
    });
    socket.on("timeout", () => {
      if (this.#idle.includes(socket)) socket.destroy();
    });
  }
}

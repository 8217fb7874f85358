import type { Buffer } from "node:buffer";
import net from "node:net";
import type { Socket } from "node:net";
import tls from "node:tls";
import { withoutPrototype } from "../util/bare-object.ts";
import { ConnectionAttempt } from "./connection-attempt.ts";
import { isSocket } from "./connection-attempt.ts";
import type { ConnectCallback } from "./connection-attempt.ts";
import type { NodeFetchSettings } from "./settings.ts";
import { socketOptions } from "./socket-options.ts";
import { openTunnel } from "./open-tunnel.ts";
import { portOf, stripBrackets } from "./url.ts";

/** Makes connections to one origin. */
export class Connector {
  readonly #settings: NodeFetchSettings;
  readonly #isSecure: boolean;
  readonly #host: string;
  readonly #port: number;
  /** Resumes the next TLS handshake. */
  #session: Buffer | undefined;

  constructor(url: URL, settings: NodeFetchSettings) {
    this.#settings = settings;
    this.#isSecure = url.protocol === "https:";
    this.#host = stripBrackets(url.hostname);
    this.#port = portOf(url);
  }

  /** Makes a connection and calls back with the socket or the error. The signal aborts the attempt. */
  connect(signal: AbortSignal | undefined, callback: ConnectCallback): void {
    const { proxy, connectTimeoutMs } = this.#settings;
    const attempt = new ConnectionAttempt(connectTimeoutMs, signal);
    if (!this.#isSecure || proxy === undefined) {
      const event = this.#isSecure ? "secureConnect" : "connect";
      attempt.awaitSocket(this.#createSocket(), event, callback);
      return;
    }
    openTunnel(proxy, this.#formatAuthority(), attempt, (tunnel) => {
      if (isSocket(tunnel))
        attempt.awaitSocket(this.#createTlsSocket({ socket: tunnel }), "secureConnect", callback);
      else {
        attempt.dispose();
        callback(tunnel);
      }
    });
  }

  /** Creates a socket that is still connecting to the host. */
  createDirectSocket(): Socket {
    if (this.#settings.proxy !== undefined)
      throw new Error("a mocking library cannot let a request through to a proxy");
    return this.#createSocket();
  }

  #createSocket(): Socket {
    return this.#isSecure ? this.#createTlsSocket({}) : this.#createPlainSocket();
  }

  #createPlainSocket(): Socket {
    const { proxy, socketPath } = this.#settings;
    const { host, port } = proxy ?? { host: this.#host, port: this.#port };
    const destination = socketPath === undefined ? { host, port } : { path: socketPath };
    // Called as the module has it now: test libraries replace the function.
    return net.connect(withoutPrototype({ ...socketOptions, ...destination }));
  }

  #createTlsSocket(tunnelOptions: { readonly socket?: Socket }): Socket {
    const { secureContext, servername, socketPath } = this.#settings;
    const socket = tls.connect(
      withoutPrototype({
        ...socketOptions,
        ...tunnelOptions,
        ...(socketPath === undefined ? {} : { path: socketPath }),
        ...(this.#session === undefined ? {} : { session: this.#session }),
        host: this.#host,
        port: this.#port,
        servername: servername ?? (net.isIP(this.#host) === 0 ? this.#host : ""),
        secureContext,
        // Set explicitly, because an environment variable could turn the check off.
        rejectUnauthorized: true,
        ALPNProtocols: ["http/1.1"],
      }),
    );
    socket.on("session", (session) => {
      this.#session = session;
    });
    // The session may have caused the failure, so the next handshake starts without it.
    socket.once("close", (failed) => {
      if (failed) this.#session = undefined;
    });
    return socket;
  }

  /** Formats host and port for CONNECT, which needs the port even if it is the default one. */
  #formatAuthority(): string {
    return `${this.#host.includes(":") ? `[${this.#host}]` : this.#host}:${this.#port}`;
  }
}

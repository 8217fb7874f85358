import type { Buffer } from "node:buffer";
import { connect as connectPlain, isIP } from "node:net";
import type { Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { withoutPrototype } from "../util/bare-object.ts";
import { ConnectionAttempt } from "./connection-attempt.ts";
import type { ConnectCallback } from "./connection-attempt.ts";
import type { NodeFetchSettings } from "./settings.ts";
import { socketOptions } from "./socket-options.ts";
import { openTunnel } from "./open-tunnel.ts";
import { stripBrackets } from "./url.ts";

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
    this.#port = url.port === "" ? (this.#isSecure ? 443 : 80) : Number(url.port);
  }

  /** Makes a connection and calls back with the socket or the error. The signal aborts the attempt. */
  connect(signal: AbortSignal | undefined, callback: ConnectCallback): void {
    const { proxy, connectTimeoutMs } = this.#settings;
    const attempt = new ConnectionAttempt(connectTimeoutMs, signal);
    if (!this.#isSecure) {
      attempt.awaitSocket(this.#createPlainSocket(), "connect", callback);
      return;
    }
    if (proxy === undefined) {
      attempt.awaitSocket(this.#createTlsSocket({}), "secureConnect", callback);
      return;
    }
    openTunnel(proxy, this.#formatAuthority(), attempt, (tunnel) => {
      if (tunnel instanceof Error) {
        attempt.dispose();
        callback(tunnel);
      } else
        attempt.awaitSocket(this.#createTlsSocket({ socket: tunnel }), "secureConnect", callback);
    });
  }

  #createPlainSocket(): Socket {
    const { proxy, socketPath } = this.#settings;
    const { host, port } = proxy ?? { host: this.#host, port: this.#port };
    const destination = socketPath === undefined ? { host, port } : { path: socketPath };
    return connectPlain(withoutPrototype({ ...socketOptions, ...destination }));
  }

  #createTlsSocket(tunnelOptions: { readonly socket?: Socket }): Socket {
    const { secureContext, servername, socketPath } = this.#settings;
    const socket = connectTls(
      withoutPrototype({
        ...socketOptions,
        ...tunnelOptions,
        ...(socketPath === undefined ? {} : { path: socketPath }),
        ...(this.#session === undefined ? {} : { session: this.#session }),
        host: this.#host,
        port: this.#port,
        servername: servername ?? (isIP(this.#host) === 0 ? this.#host : ""),
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

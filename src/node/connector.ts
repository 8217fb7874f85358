import type { Buffer } from "node:buffer";
import net from "node:net";
import type { Socket } from "node:net";
import tls from "node:tls";
import type { SecureContext } from "node:tls";
import { withoutPrototype } from "../util/bare-object.ts";
import { ConnectionAttempt } from "./connection-attempt.ts";
import { isSocket } from "./connection-attempt.ts";
import type { ConnectCallback } from "./connection-attempt.ts";
import type { ProxyAddress } from "./proxy-address.ts";
import type { NodeFetchSettings } from "./settings.ts";
import { socketOptions } from "./socket-options.ts";
import { openTunnel } from "./open-tunnel.ts";
import { portOf, stripBrackets } from "./url.ts";

/** Makes connections to one origin. */
export class Connector {
  readonly #settings: NodeFetchSettings;
  readonly #proxy: ProxyAddress | undefined;
  readonly #isSecure: boolean;
  readonly #host: string;
  readonly #port: number;
  /** Resumes the next TLS handshake with the same certificates. The gateway does not see new certificates in a resumed one. */
  #resumable: { readonly session: Buffer; readonly context: SecureContext } | undefined;

  constructor(url: URL, settings: NodeFetchSettings, proxy: ProxyAddress | undefined) {
    this.#settings = settings;
    this.#proxy = proxy;
    this.#isSecure = url.protocol === "https:";
    this.#host = stripBrackets(url.hostname);
    this.#port = portOf(url);
  }

  /** Makes a connection and calls back with the socket or the error. The signal aborts the attempt. */
  connect(signal: AbortSignal | undefined, callback: ConnectCallback): void {
    const { connectTimeoutMs, tls: source } = this.#settings;
    const attempt = new ConnectionAttempt(connectTimeoutMs, signal);
    if (!this.#isSecure) attempt.awaitSocket(this.#createPlainSocket(), "connect", callback);
    else if (source.fixed !== undefined) this.#connectSecurely(source.fixed, attempt, callback);
    else
      attempt.awaitValue(source.load(), callback, (context) => {
        this.#connectSecurely(context, attempt, callback);
      });
  }

  #connectSecurely(
    context: SecureContext,
    attempt: ConnectionAttempt,
    callback: ConnectCallback,
  ): void {
    if (this.#proxy === undefined) {
      attempt.awaitSocket(this.#createTlsSocket(context), "secureConnect", callback);
      return;
    }
    openTunnel(this.#proxy, this.#formatAuthority(), attempt, (tunnel) => {
      if (isSocket(tunnel)) {
        const socket = this.#createTlsSocket(context, { socket: tunnel });
        attempt.awaitSocket(socket, "secureConnect", callback);
      } else {
        attempt.dispose();
        callback(tunnel);
      }
    });
  }

  /** Creates a socket that is still connecting to the host. */
  createDirectSocket(): Socket {
    if (this.#proxy !== undefined)
      throw new Error("a mocking library cannot let a request through to a proxy");
    if (!this.#isSecure) return this.#createPlainSocket();
    const { fixed } = this.#settings.tls;
    if (fixed === undefined)
      throw new Error("a mocking library cannot let a request through if an option is a function");
    return this.#createTlsSocket(fixed);
  }

  #createPlainSocket(): Socket {
    const { socketPath } = this.#settings;
    const { host, port } = this.#proxy ?? { host: this.#host, port: this.#port };
    const destination = socketPath === undefined ? { host, port } : { path: socketPath };
    // Called as the module has it now: test libraries replace the function.
    return net.connect(withoutPrototype({ ...socketOptions, ...destination }));
  }

  #createTlsSocket(
    secureContext: SecureContext,
    tunnelOptions: { readonly socket?: Socket } = {},
  ): Socket {
    const { servername, socketPath } = this.#settings;
    const resumable = this.#resumable?.context === secureContext ? this.#resumable : undefined;
    const socket = tls.connect(
      withoutPrototype({
        ...socketOptions,
        ...tunnelOptions,
        ...(socketPath === undefined ? {} : { path: socketPath }),
        ...(resumable === undefined ? {} : { session: resumable.session }),
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
      this.#resumable = { session, context: secureContext };
    });
    // The session may have caused the failure, so the next handshake starts without it.
    socket.once("close", (failed) => {
      if (failed) this.#resumable = undefined;
    });
    return socket;
  }

  /** Formats host and port for CONNECT, which needs the port even if it is the default one. */
  #formatAuthority(): string {
    return `${this.#host.includes(":") ? `[${this.#host}]` : this.#host}:${this.#port}`;
  }
}

import type { Buffer } from "node:buffer";
import { connect as connectPlain, isIP } from "node:net";
import type { Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { withoutPrototype } from "../util/bare-object.ts";
import { Connecting } from "./connecting.ts";
import type { HandOver } from "./connecting.ts";
import type { NodeFetchSettings } from "./settings.ts";
import { socketOptions } from "./socket-options.ts";
import { openTunnel } from "./tunnel.ts";
import { unbracketed } from "./url.ts";

/** Makes connections to one origin, as the settings say. */
export class Connector {
  readonly #settings: NodeFetchSettings;
  readonly #secure: boolean;
  readonly #host: string;
  readonly #port: number;
  /** What shortens the next TLS handshake. */
  #session: Buffer | undefined;

  constructor(url: URL, settings: NodeFetchSettings) {
    this.#settings = settings;
    this.#secure = url.protocol === "https:";
    this.#host = unbracketed(url.hostname);
    this.#port = url.port === "" ? (this.#secure ? 443 : 80) : Number(url.port);
  }

  /** Makes one, and hands it over when it is ready, or what came in its way. The signal gives it up before that. */
  connect(signal: AbortSignal | undefined, done: HandOver): void {
    const { proxy, connectTimeoutMs } = this.#settings;
    const connecting = new Connecting(connectTimeoutMs, signal);
    if (!this.#secure) {
      connecting.finish(this.#plainSocket(), "connect", done);
      return;
    }
    if (proxy === undefined) {
      connecting.finish(this.#tlsSocket({}), "secureConnect", done);
      return;
    }
    openTunnel(proxy, this.#authority(), connecting, (tunnel) => {
      if (tunnel instanceof Error) {
        connecting.end();
        done(tunnel);
      } else connecting.finish(this.#tlsSocket({ socket: tunnel }), "secureConnect", done);
    });
  }

  #plainSocket(): Socket {
    const { proxy, socketPath } = this.#settings;
    const { host, port } = proxy ?? { host: this.#host, port: this.#port };
    const to = socketPath === undefined ? { host, port } : { path: socketPath };
    return connectPlain(withoutPrototype({ ...socketOptions, ...to }));
  }

  #tlsSocket(through: { readonly socket?: Socket }): Socket {
    const { secureContext, servername, socketPath } = this.#settings;
    const socket = connectTls(
      withoutPrototype({
        ...socketOptions,
        ...through,
        ...(socketPath === undefined ? {} : { path: socketPath }),
        ...(this.#session === undefined ? {} : { session: this.#session }),
        host: this.#host,
        port: this.#port,
        servername: servername ?? (isIP(this.#host) === 0 ? this.#host : ""),
        secureContext,
        // Said here so that no variable of the environment says otherwise.
        rejectUnauthorized: true,
        ALPNProtocols: ["http/1.1"],
      }),
    );
    socket.on("session", (session) => {
      this.#session = session;
    });
    // One that failed is not begun again by what it may have failed of.
    socket.once("close", (failed) => {
      if (failed) this.#session = undefined;
    });
    return socket;
  }

  /** Host and port, as a tunnel is asked for: the port is said even where it is the usual one. */
  #authority(): string {
    return `${this.#host.includes(":") ? `[${this.#host}]` : this.#host}:${this.#port}`;
  }
}

import { Agent as HttpAgent } from "node:http";
import type { ClientRequest, ClientRequestArgs } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { AgentOptions } from "node:https";
import { isIP } from "node:net";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import { Limiter } from "../internal/limiter.ts";
import { Connecting } from "./connecting.ts";
import { keepIdle, useAgain } from "./idle.ts";
import { withoutPrototype } from "./settings.ts";
import type { NodeFetchSettings } from "./settings.ts";
import { openTunnel } from "./tunnel.ts";
import { unbracketed } from "./url.ts";

/** What a request to an origin is started with, besides what Node knows. */
export interface OriginRequestArgs extends ClientRequestArgs {
  /** Gives up the connection that is being made for the request. */
  readonly abandoned?: AbortSignal | undefined;
}

/** An origin that requests go to, and the connections to it: those in use, and those that wait for the next request. */
export class Origin {
  /** Its name, as a URL has it. */
  readonly name: string;
  /** The value of `Host`. */
  readonly authority: string;
  readonly secure: boolean;
  readonly agent: HttpAgent;
  /** A place for each connection that there may be: the agent itself would not count tunnels that are being made. */
  readonly limiter: Limiter;
  readonly #settings: NodeFetchSettings;
  #closed = false;

  constructor(url: URL, settings: NodeFetchSettings) {
    this.name = url.origin;
    this.authority = url.host;
    this.secure = url.protocol === "https:";
    this.limiter = new Limiter(settings.maxSockets);
    this.#settings = settings;
    const host = unbracketed(url.hostname);
    const { maxSockets, socketPath } = settings;
    this.agent = this.#agent({
      keepAlive: true,
      maxFreeSockets: maxSockets,
      host,
      port: url.port === "" ? (this.secure ? 443 : 80) : Number(url.port),
      // Said here, or Node would take it from a header.
      servername: settings.servername ?? (isIP(host) === 0 ? host : ""),
      ...(socketPath === undefined ? {} : { socketPath }),
    });
  }

  /** Ends the connections that have no request, and keeps none from now on. */
  close(): void {
    this.#closed = true;
    for (const sockets of Object.values(this.agent.freeSockets))
      for (const socket of sockets ?? []) socket.destroy();
  }

  #agent(options: AgentOptions): HttpAgent {
    const agent = this.secure ? this.#secureAgent(options) : this.#plainAgent(options);
    // Node's own name for the connections would hold all certificates and keys, and be made for each request anew.
    agent.getName = () => this.name;
    const reuse = agent.reuseSocket.bind(agent);
    agent.reuseSocket = (socket: Duplex, request: ClientRequest) => {
      useAgain(socket);
      reuse(socket, request);
    };
    agent.keepSocketAlive = (socket: Duplex) =>
      !this.#closed && keepIdle(socket, this.#settings.idleTimeoutMs);
    return agent;
  }

  #plainAgent(options: AgentOptions): HttpAgent {
    const { proxy } = this.#settings;
    const agent = new HttpAgent(options);
    const connect = agent.createConnection.bind(agent);
    agent.createConnection = (args: OriginRequestArgs, done) => {
      const { host, port } = proxy ?? args;
      const socket = connect(withoutPrototype({ ...args, host, port })) as Socket;
      this.#connecting(args).finish(socket, "connect", done);
      return undefined;
    };
    return agent;
  }

  #secureAgent(options: AgentOptions): HttpsAgent {
    const { proxy, secureContext } = this.#settings;
    const agent = new HttpsAgent({
      ...options,
      secureContext,
      // Said here so that no variable of the environment says otherwise.
      rejectUnauthorized: true,
      ALPNProtocols: ["http/1.1"],
    });
    const connect = agent.createConnection.bind(agent);
    agent.createConnection = (args: OriginRequestArgs, done) => {
      const connecting = this.#connecting(args);
      const shakeHands = (more: { readonly socket?: Duplex }): void => {
        const socket = connect(withoutPrototype({ ...args, ...more })) as TLSSocket;
        connecting.finish(socket, "secureConnect", done);
      };
      if (proxy === undefined) shakeHands({});
      else
        openTunnel(proxy, authorityOf(options), connecting, (tunnel) => {
          if (tunnel instanceof Error) {
            connecting.end();
            // What comes with an error is not looked at.
            done?.(tunnel, undefined as never);
          } else shakeHands({ socket: tunnel });
        });
      return undefined;
    };
    return agent;
  }

  #connecting({ abandoned }: OriginRequestArgs): Connecting {
    return new Connecting(this.#settings.connectTimeoutMs, abandoned);
  }
}

/** Host and port, as a tunnel is asked for: the port is said even where it is the usual one. */
function authorityOf({ host = "", port }: AgentOptions): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

import { Limiter } from "../transport/limiter.ts";
import { Connector } from "./connector.ts";
import { ConnectionPool } from "./connection-pool.ts";
import type { NodeFetchSettings } from "./settings.ts";
import { portOf, stripBrackets } from "./url.ts";

/** An origin that requests are sent to. */
export class Origin {
  /** The origin as URLs write it. */
  readonly name: string;
  readonly protocol: string;
  readonly host: string;
  readonly port: number;
  /** The value of the `Host` header. */
  readonly authority: string;
  /** Whether a proxy reads the requests and can respond instead of the host. */
  readonly isProxied: boolean;
  readonly pool: ConnectionPool;
  /** One slot for each connection, counted before the connection is made. */
  readonly limiter: Limiter;

  constructor(url: URL, settings: NodeFetchSettings) {
    this.name = url.origin;
    this.protocol = url.protocol;
    this.authority = url.host;
    this.host = stripBrackets(url.hostname);
    this.port = portOf(url);
    const { idleTimeoutMs } = settings;
    const proxy = settings.findProxy(url);
    this.isProxied = proxy !== undefined && url.protocol === "http:";
    const proxied = this.isProxied
      ? { origin: this.name, authorization: proxy?.authorization }
      : undefined;
    const connector = new Connector(url, settings, proxy);
    this.pool = new ConnectionPool(url.protocol, connector, idleTimeoutMs, proxied);
    this.limiter = new Limiter(settings.maxSockets);
  }
}

/** A certificate or a key in PEM: a string, bytes (as from `readFileSync`), or a list of these. */
export type Pem = string | Uint8Array | readonly (string | Uint8Array)[];

/** A value, or a function that returns it or a promise of it. The function is called for each new TLS connection. */
export type PerConnection<T> = T | (() => T | Promise<T>);

/** Options of {@link createNodeFetch}. They are read once, when it is called, except for functions. */
export interface NodeFetchOptions {
  /**
   * The certificates of the authorities to trust, in PEM. They replace the ones that Node trusts.
   * @defaultValue those that Node trusts
   */
  readonly ca?: PerConnection<Pem> | undefined;
  /**
   * The client's certificate in PEM for mutual TLS, followed by its chain. Needs `key`.
   *
   * As functions, `cert` and `key` rotate the certificate without a restart. New connections use what the functions return then.
   * Existing connections keep their certificate until they close. If a function fails, or if its result cannot be used, the call
   * fails with a {@link TykConfigError} and nothing was sent. `connectTimeoutMs` includes the functions.
   * @defaultValue none
   */
  readonly cert?: PerConnection<Pem> | undefined;
  /**
   * The private key of `cert`, in PEM.
   * @defaultValue none
   */
  readonly key?: PerConnection<Pem> | undefined;
  /**
   * The passphrase that decrypts `key`.
   * @defaultValue none
   */
  readonly passphrase?: PerConnection<string> | undefined;
  /**
   * The host name for SNI and for the check of the server's certificate. Set it if it differs from the URL's
   * host: behind a unix socket, an IP address or a tunnel.
   * @defaultValue the URL's host
   */
  readonly servername?: string | undefined;
  /**
   * An HTTP proxy, such as `http://proxy.example:3128`, with `user:password@` if the proxy needs credentials.
   *
   * `https` requests use a tunnel (CONNECT), so the proxy sees only the gateway's host and port. The proxy
   * sees plain `http` requests completely.
   *
   * With `"env"` the proxy is that of the environment variables `HTTPS_PROXY`, `HTTP_PROXY` or `ALL_PROXY`, except for the hosts of
   * `NO_PROXY` (docs/node-transport.md). Otherwise no environment variable is read.
   * @defaultValue none
   */
  readonly proxy?: string | undefined;
  /**
   * A unix socket or a named pipe to connect to, instead of the URL's host and port.
   * @defaultValue none
   */
  readonly socketPath?: string | undefined;
  /**
   * The maximum number of connections to one origin. Further requests wait, and the wait counts as time spent
   * waiting for the gateway. The default is four times a client's `maxConcurrency`: raise both together.
   * @defaultValue 64
   */
  readonly maxSockets?: number | undefined;
  /**
   * How long an idle connection is kept, in milliseconds. It is shorter if the server announces a shorter
   * time, because a request can be lost if the server closes the connection first.
   * @defaultValue 4000
   */
  readonly idleTimeoutMs?: number | undefined;
  /**
   * The timeout for making a connection, in milliseconds. It covers the name lookup, the proxy and the TLS
   * handshake. If it expires, nothing was sent; a call's own timeouts cannot prove that.
   * @defaultValue 5000
   */
  readonly connectTimeoutMs?: number | undefined;
}

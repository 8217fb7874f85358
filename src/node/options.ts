/** A certificate or a key in PEM: as text, as bytes (what `readFileSync` gives), or several of them. */
export type Pem = string | Uint8Array | readonly (string | Uint8Array)[];

/** Options of {@link createNodeFetch}. All of them are read once, when it is called. */
export interface NodeFetchOptions {
  /**
   * The certificates to trust: of the authorities, in PEM. They take the place of those that Node trusts.
   * @defaultValue those that Node trusts
   */
  readonly ca?: Pem | undefined;
  /**
   * The client's certificate in PEM, its chain below it; for mutual TLS, together with `key`.
   * @defaultValue none
   */
  readonly cert?: Pem | undefined;
  /**
   * The private key of `cert`, in PEM.
   * @defaultValue none
   */
  readonly key?: Pem | undefined;
  /**
   * What `key` is encrypted with.
   * @defaultValue none
   */
  readonly passphrase?: string | undefined;
  /**
   * The name that the server's certificate must have, and that it is asked for (SNI), where that is not the URL's host:
   * behind a unix socket, an IP address or a tunnel.
   * @defaultValue the URL's host
   */
  readonly servername?: string | undefined;
  /**
   * An HTTP proxy: `http://proxy.example:3128`, with `user:password@` where it wants that. `https` goes through a tunnel
   * (CONNECT), so that the proxy sees the gateway's host and port and nothing else; plain `http` it sees whole. No variable
   * of the environment is looked at.
   * @defaultValue none
   */
  readonly proxy?: string | undefined;
  /**
   * A unix socket, or a named pipe, that connections are made to in place of the URL's host and port.
   * @defaultValue none
   */
  readonly socketPath?: string | undefined;
  /**
   * How many connections to one origin there may be; further requests wait for one. It is four times what a client has
   * under way at once (`maxConcurrency`), and so no limit of its own unless that is raised: time spent waiting here counts
   * as time that the gateway takes to answer.
   * @defaultValue 64
   */
  readonly maxSockets?: number | undefined;
  /**
   * How long a connection without a request is kept, in milliseconds. Shorter where the server says that it keeps it for
   * less. A server that closes first may lose a request that is on its way.
   * @defaultValue 4000
   */
  readonly idleTimeoutMs?: number | undefined;
  /**
   * The limit for making a connection, in milliseconds: name, proxy and TLS handshake together. Unlike the limits of a call
   * it proves that nothing was sent.
   * @defaultValue 5000
   */
  readonly connectTimeoutMs?: number | undefined;
}

/** Names one client on one API. A client of several APIs is stored once for each, and the copies can differ. */
export interface ClientRef {
  /** The API's `api_id`. */
  readonly apiId: string;
  /** The client's `client_id`. */
  readonly clientId: string;
}

/** Names the copies of one client on several APIs. */
export interface ClientCopies {
  /** The client's `client_id`. */
  readonly clientId: string;
  /**
   * The `api_id` of each API, or `"all"`: every OAuth API that has the client. To find those, the definitions of all APIs are
   * read, and on each OAuth API the client is asked for, since the gateway's own list of a client's APIs leaves out those
   * whose index is broken.
   */
  readonly apis: "all" | readonly string[];
  /**
   * With `"all"`: the organisation of the APIs; empty means any.
   * @defaultValue the client's `orgId`, otherwise any
   */
  readonly orgId?: string | undefined;
}

/** What a verb is about: one client on one API, or the copies of one client on several. */
export type ClientTarget = ClientRef | ClientCopies;

/** Names a client, wherever it is. */
export interface ClientEverywhere {
  /** The client's `client_id`. */
  readonly clientId: string;
  /**
   * The organisation of the APIs that are looked at; empty means any.
   * @defaultValue the client's `orgId`, otherwise any
   */
  readonly orgId?: string | undefined;
}

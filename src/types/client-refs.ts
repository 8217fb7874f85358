/** Names one client on one API. A client of several APIs is stored once per API, and the copies can differ (trap 8). */
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
   * The `api_id` of each API, or `"all"` for every OAuth API on which the client exists. For `"all"`, methods read the
   * definitions of all APIs and then the client on each OAuth API. The gateway's own list of a client's APIs omits APIs
   * whose index is broken (trap 10).
   */
  readonly apis: "all" | readonly string[];
  /**
   * With `"all"`: the organisation of the APIs. An empty string means any organisation.
   * @defaultValue the `orgId` of the client's options, or any organisation
   */
  readonly orgId?: string | undefined;
}

/** Names the target of a method: one client on one API, or the copies of one client on several APIs. */
export type ClientTarget = ClientRef | ClientCopies;

/** Names a client, whichever APIs it is on. */
export interface ClientEverywhere {
  /** The client's `client_id`. */
  readonly clientId: string;
  /**
   * The organisation of the APIs. An empty string means any organisation.
   * @defaultValue the `orgId` of the client's options, or any organisation
   */
  readonly orgId?: string | undefined;
}

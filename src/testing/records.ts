/** A request that the gateway received. */
export interface RecordedRequest {
  readonly method: string;
  /** The path as it was sent, without its query. */
  readonly path: string;
  /** The query as it was sent, without the question mark. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The operation's name in this package, such as `"createOAuthClient"`; `undefined` if the request is none of its operations. */
  readonly operation: string | undefined;
  /** When the request arrived, in milliseconds of the gateway's clock. */
  readonly at: number;
  /** The status of the response; `undefined` until then, and if the connection was dropped. */
  status: number | undefined;
}

/** A notification that a gateway would send about a new token. */
export interface GatewayNotification {
  readonly method: "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly auth_code: string;
    readonly new_oauth_token: string;
    readonly refresh_token: string;
    readonly old_refresh_token: string;
    readonly notification_type: "new" | "refresh";
  };
}

/** A request that the gateway saw, as plain data. */
export interface RecordedRequest {
  readonly method: string;
  /** The path without its query, as it was sent. */
  readonly path: string;
  /** The query as it was sent, without the question mark. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The operation's name in this package, such as `"createOAuthClient"`, where the request is one. */
  readonly operation: string | undefined;
  /** When it came, in milliseconds of the gateway's clock. */
  readonly at: number;
  /** The status it was answered with; `undefined` while it is not answered, and where the connection was dropped. */
  status: number | undefined;
}

/** Names one client on one API. A client of several APIs is stored once for each, and the copies can differ. */
export interface ClientRef {
  /** The API's `api_id`. */
  readonly apiId: string;
  /** The client's `client_id`. */
  readonly clientId: string;
}

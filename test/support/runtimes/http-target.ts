/** A gateway that serves HTTP for {@link httpCases}. */
export interface HttpTarget {
  readonly url: string;
  readonly secret: string;
  /** A URL of 127.0.0.1 on which nothing listens. */
  readonly closedUrl: string;
  /** Whether the host looks like a browser, which the package refuses by default. */
  readonly isBrowser: boolean;
}

/** The API whose token endpoint issues a token, and drops the connection. */
export const faultyApi = "billing";

/** The ids of clients on `orders` for which the gateway of {@link serveGateway} does something wrong. */
export const faultyClients = {
  /** Reads never get a response. */
  silent: "silent",
  /** Reads are redirected. */
  redirected: "redirected",
  /** The connection of the first read ends without a response. */
  dropped: "dropped",
} as const;

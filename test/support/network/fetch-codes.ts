/**
 * The error codes of the current fetch. The tests of the transport run with the built-in fetch and with that of
 * `src/node/`.
 */
export interface FetchCodes {
  /** The server closed the connection. */
  readonly ended: string;
  /** The head of the response is too large. */
  readonly largeHead: string;
}

const builtIn: FetchCodes = { ended: "UND_ERR_SOCKET", largeHead: "UND_ERR_HEADERS_OVERFLOW" };
const ours: FetchCodes = { ended: "ECONNRESET", largeHead: "HPE_HEADER_OVERFLOW" };

export const fetchCodes: FetchCodes = "close" in globalThis.fetch ? ours : builtIn;

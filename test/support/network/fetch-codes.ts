/** What a fetch says of these. The tests of the transport run on the built-in one, and on the one of `src/node/`. */
export interface FetchCodes {
  /** The connection was ended by the server. */
  readonly ended: string;
  /** The answer's head is too large. */
  readonly largeHead: string;
}

const builtIn: FetchCodes = { ended: "UND_ERR_SOCKET", largeHead: "UND_ERR_HEADERS_OVERFLOW" };
const ours: FetchCodes = { ended: "ECONNRESET", largeHead: "HPE_HEADER_OVERFLOW" };

export const fetchCodes: FetchCodes = "close" in globalThis.fetch ? ours : builtIn;

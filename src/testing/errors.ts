/**
 * A request that a real gateway would handle in a way that the embedded gateway does not model. It is thrown instead, so the
 * test that made the request fails with the reason.
 */
export class NotModelledError extends Error {
  override readonly name: string = "NotModelledError";
}

/** The connection ends without a response, as when the gateway's handler panics. */
export class ConnectionDroppedError extends Error {
  override readonly name: string = "ConnectionDroppedError";
}

/**
 * A request that a real gateway would answer in a way that the embedded one does not model. It is thrown, not answered, so
 * that the test that makes such a request fails and says why.
 */
export class NotModelledError extends Error {
  override readonly name: string = "NotModelledError";
}

/** The connection ends without an answer, as it does when the gateway's handler panics. */
export class ConnectionDroppedError extends Error {
  override readonly name: string = "ConnectionDropped";
}

/** A `fetch` that sends a request again by itself, also a POST, if a connection in use ends without a response. */
export const sentTwice: string = "does not send a token request again after its connection dropped";

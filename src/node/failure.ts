/** An error with a code, as Node's own have it. `syscall: "connect"` says that nothing of the request has been sent. */
export function codedError(message: string, code: string, syscall?: string): Error {
  return Object.assign(new Error(message), { code, ...(syscall === undefined ? {} : { syscall }) });
}

/** A connection that ended before its time, with nobody saying why. */
export function connectionClosed(): Error {
  return codedError("the connection was closed", "ECONNRESET");
}

/**
 * What `fetch` rejects with. Of Node's error only the words, the code and the call go on: a parser's error carries the bytes
 * of the answer, and a certificate's the certificate.
 */
export function fetchFailure(error: Error, connected: boolean): TypeError {
  const { code, syscall } = codesOf(error);
  const cause = codedError(error.message, code, connected ? syscall : "connect");
  return new TypeError("fetch failed", { cause });
}

function codesOf(error: Error): { code: string; syscall: string | undefined } {
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  return {
    // Node 24's parser error has a code that is undefined.
    code: typeof code === "string" ? code : error.name === "HTTPParserError" ? "HPE_UNKNOWN" : "",
    syscall: typeof syscall === "string" ? syscall : undefined,
  };
}

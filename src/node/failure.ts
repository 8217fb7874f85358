/** An error with a code, as Node's own have it. `syscall: "connect"` says that nothing of the request has been sent. */
export function codedError(message: string, code: string | undefined, syscall?: unknown): Error {
  return Object.assign(new Error(message), {
    ...(code === undefined ? {} : { code }),
    ...(typeof syscall === "string" ? { syscall } : {}),
  });
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
  const { code: given, syscall } = error as { code?: unknown; syscall?: unknown };
  const code = typeof given === "string" ? given : undefined;
  // An error that gathers one for each address has no words.
  const message = error.message === "" ? (code ?? error.name) : error.message;
  const cause = codedError(message, code, connected ? syscall : "connect");
  return new TypeError("fetch failed", { cause });
}

/** An error with a code, as Node's own have it. `syscall: "connect"` says that nothing of the request has been sent. */
export function createSystemError(
  message: string,
  code: string | undefined,
  syscall?: unknown,
): Error {
  return Object.assign(new Error(message), {
    ...(code === undefined ? {} : { code }),
    ...(typeof syscall === "string" ? { syscall } : {}),
  });
}

/** A connection that ended before its time, with nobody saying why. */
export function createConnectionClosedError(): Error {
  return createSystemError("the connection was closed", "ECONNRESET");
}

/**
 * What `fetch` rejects with. Of Node's error only the words, the code and the call go on: a parser's error carries the bytes
 * of the answer, and a certificate's the certificate.
 */
export function toFetchError(error: Error, isConnected: boolean): TypeError {
  const { code: given, syscall } = error as { code?: unknown; syscall?: unknown };
  const code = typeof given === "string" ? given : undefined;
  // An error that gathers one for each address has no words.
  const message = error.message === "" ? (code ?? error.name) : error.message;
  const cause = createSystemError(message, code, isConnected ? syscall : "connect");
  return new TypeError("fetch failed", { cause });
}

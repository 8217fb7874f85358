import { DirectRefusal } from "../transport/direct-refusal.ts";

/**
 * Creates an error with a code, like Node's own. `syscall: "connect"` means that nothing of the request was
 * sent.
 */
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

/** Creates the error of a connection that closed early without an error of its own. */
export function createConnectionClosedError(): Error {
  return createSystemError("the connection was closed", "ECONNRESET");
}

/**
 * Creates the error that `fetch` rejects with. Only the message, `code` and `syscall` of Node's error are
 * copied: a parser error contains bytes of the response, and a certificate error the certificate.
 */
export function toFetchError(error: Error, isConnected: boolean): TypeError {
  if (error instanceof DirectRefusal) return error;
  const { code: rawCode, syscall } = error as { code?: unknown; syscall?: unknown };
  const code = typeof rawCode === "string" ? rawCode : undefined;
  // An AggregateError, with one error for each address, has no message.
  const message = error.message === "" ? (code ?? error.name) : error.message;
  const cause = createSystemError(message, code, isConnected ? syscall : "connect");
  return new TypeError("fetch failed", { cause });
}

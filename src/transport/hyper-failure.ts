import type { TykOutcome } from "../errors/base.ts";

/** The meaning of a rejection of `fetch` or of a body's reader. */
export interface FetchFailure {
  readonly kind: "connection" | "tls" | "protocol";
  /** The system's code, such as `ECONNREFUSED`, if it is a known one. Nothing else of a foreign error is passed on. */
  readonly systemCode: string | undefined;
  readonly outcome: TykOutcome;
}

/**
 * The messages of Deno's `fetch`. They come from the library hyper, and have no code. `Connect` means that no connection was made, TLS
 * included. The URL before it cannot match, because it has no spaces.
 */
const failedConnect =
  /^error sending request for url \(\S*\): (?:client error \(Connect\)|error trying to connect): (.*)$/s;
const failedRequest = /^error sending request |\(os error \d+\)$|^error reading a body/;

/** Codes by the system's messages, which are in English everywhere but on Windows, and by the numbers of Windows. */
const systemCodes: readonly (readonly [RegExp, string])[] = [
  [/Connection refused|os error 10061\)/, "ECONNREFUSED"],
  [/Connection reset|os error 10054\)/, "ECONNRESET"],
  [/Broken pipe/, "EPIPE"],
  [/timed out|os error 10060\)/, "ETIMEDOUT"],
  [/No route to host|os error 10065\)/, "EHOSTUNREACH"],
  [/Network is unreachable|os error 10051\)/, "ENETUNREACH"],
  [/^dns error: .*(Temporary failure|[Tt]ry again|os error 11002\))/, "EAI_AGAIN"],
  [/^dns error: /, "ENOTFOUND"],
  [/^invalid peer certificate: Expired/, "CERT_HAS_EXPIRED"],
  [/^invalid peer certificate: NotValidForName/, "ERR_TLS_CERT_ALTNAME_INVALID"],
  [/^invalid peer certificate: UnknownIssuer/, "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"],
];
const tlsMessages = /^(invalid peer certificate|received (fatal alert|corrupt message)|peer )/;

/** Reads a failure from a message of Deno's `fetch`; `undefined` for any other message. */
export function readHyperFailure(message: string): FetchFailure | undefined {
  const cause = failedConnect.exec(message)?.[1];
  if (cause === undefined && !failedRequest.test(message)) return undefined;
  const systemCode = systemCodes.find(([pattern]) => pattern.test(cause ?? message))?.[1];
  if (cause === undefined) return { kind: "connection", systemCode, outcome: "unknown" };
  return { kind: tlsMessages.test(cause) ? "tls" : "connection", systemCode, outcome: "not-sent" };
}

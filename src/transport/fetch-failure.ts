import type { TykOutcome } from "../errors/base.ts";
import { isRecord } from "../util/json.ts";
import { safeCode } from "./known-codes.ts";

/** What a rejection of `fetch` or of a body's reader means. */
export interface FetchFailure {
  readonly kind: "connection" | "tls" | "protocol";
  /** The system's code, such as `ECONNREFUSED`, if it is a known one: nothing else of a foreign error is passed on. */
  readonly systemCode: string | undefined;
  readonly outcome: TykOutcome;
}

/** Said of a name or a port before there is a connection, so nothing was sent, whatever the runtime says around it. */
const beforeSending = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
  // Bun's and Deno's words for the first of these.
  "ConnectionRefused",
  "FailedToOpenSocket",
]);

/**
 * A connection that is under way can break with a TLS error too; these are of the handshake alone. The alerts are a server's
 * about the client's certificate: by TLS 1.3 they come when the client takes the handshake to be done, but before the server
 * reads what it has sent.
 */
const handshakeCodes =
  /^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_|HOSTNAME_MISMATCH|ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_UNSUPPORTED_PROTOCOL|ERR_SSL_[\w/]*(HANDSHAKE_FAILURE|ALERT_(\w+_)?CERTIFICATE|ALERT_UNKNOWN_CA))/;
const tlsCodes = /^(ERR_SSL_|ERR_TLS_|EPROTO$)/;
const protocolCodes =
  /^(HPE_|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_|UND_ERR_INVALID|UND_ERR_RESPONSE|ERR_HTTP)/;

/** What undici says of a proxy that opens no tunnel. It tells the proxy's status in words alone. Nothing went to the gateway. */
const tunnelRefusal = /^Proxy response \(([1-5]\d\d)\) !== 200 when HTTP Tunneling$/;

interface Coded {
  readonly code: string;
  readonly syscall: unknown;
  readonly message: string;
}

/** Reads a failure from the codes in its chain of causes. */
export function readFetchFailure(error: unknown): FetchFailure {
  try {
    return readCodes(error);
  } catch {
    // A proxy, or a getter that throws: it says nothing.
    return { kind: "connection", systemCode: undefined, outcome: "unknown" };
  }
}

function readCodes(error: unknown): FetchFailure {
  for (const { code, syscall, message } of codes(error)) {
    const refusal = tunnelRefusal.exec(message)?.[1];
    if (code === "UND_ERR_ABORTED" && refusal !== undefined)
      return {
        kind: "connection",
        systemCode: `ERR_PROXY_STATUS_${refusal}`,
        outcome: "not-sent",
      };
    const systemCode = safeCode(code);
    if (handshakeCodes.test(code)) return { kind: "tls", systemCode, outcome: "not-sent" };
    if (protocolCodes.test(code)) return { kind: "protocol", systemCode, outcome: "unknown" };
    const kind = tlsCodes.test(code) ? "tls" : "connection";
    const unsent = beforeSending.has(code) || syscall === "connect";
    return { kind, systemCode, outcome: unsent ? "not-sent" : "unknown" };
  }
  if (isRefusedCoding(error))
    return { kind: "protocol", systemCode: undefined, outcome: "unknown" };
  return { kind: "connection", systemCode: undefined, outcome: "unknown" };
}

/** The answer has more codings than undici takes, which it says in words alone. */
function isRefusedCoding(error: unknown): boolean {
  const cause = isRecord(error) ? error["cause"] : undefined;
  return cause instanceof Error && cause.message.startsWith("too many content-encodings");
}

/** The codes of an error, its causes, and the errors that an AggregateError gathers (one an address tried). */
function* codes(error: unknown, depth = 0): Generator<Coded> {
  if (!isRecord(error) || depth > 10) return;
  const { code, syscall, cause, errors, name } = error;
  const message = String(error["message"]);
  // Node 24's parser error has a code that is undefined.
  if (name === "HTTPParserError" && code === undefined)
    yield { code: "HPE_UNKNOWN", syscall, message };
  if (typeof code === "string" && /^[\w/]{2,64}$/.test(code)) yield { code, syscall, message };
  if (Array.isArray(errors)) for (const one of errors) yield* codes(one, depth + 1);
  yield* codes(cause, depth + 1);
}

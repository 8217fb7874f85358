import type { TykOutcome } from "../errors/base.ts";
import { isRecord } from "../util/json.ts";
import { safeCode } from "./known-codes.ts";

/** The meaning of a rejection of `fetch` or of a body's reader. */
export interface FetchFailure {
  readonly kind: "connection" | "tls" | "protocol";
  /** The system's code, such as `ECONNREFUSED`, if it is a known one. Nothing else of a foreign error is passed on. */
  readonly systemCode: string | undefined;
  readonly outcome: TykOutcome;
}

/** Codes of failures before a connection exists. Nothing was sent. */
const notSentCodes = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
  // Bun's and Deno's names for ECONNREFUSED.
  "ConnectionRefused",
  "FailedToOpenSocket",
]);

/**
 * Codes of a failed TLS handshake. An open connection can break with a TLS error too, but with other codes. The alerts are a
 * server's refusal of the client's certificate. With TLS 1.3 they arrive after the client has finished the handshake, but
 * before the server reads the request.
 */
const handshakeCodes =
  /^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_|HOSTNAME_MISMATCH|ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_UNSUPPORTED_PROTOCOL|ERR_SSL_[\w/]*(HANDSHAKE_FAILURE|ALERT_(\w+_)?CERTIFICATE|ALERT_UNKNOWN_CA))/;
const tlsCodes = /^(ERR_SSL_|ERR_TLS_|EPROTO$)/;
const protocolCodes =
  /^(HPE_|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_|UND_ERR_INVALID|UND_ERR_RESPONSE|ERR_HTTP)/;

/** Undici's message if a proxy refuses a tunnel. It is the only source of the proxy's status. The gateway received nothing. */
const tunnelRefusalMessage = /^Proxy response \(([1-5]\d\d)\) !== 200 when HTTP Tunneling$/;

interface CodedError {
  readonly code: string;
  readonly syscall: unknown;
  readonly message: string;
}

/** Reads a failure from the codes in its chain of causes. */
export function readFetchFailure(error: unknown): FetchFailure {
  try {
    return readCodes(error);
  } catch {
    // The error is a proxy, or has a getter, that throws.
    return { kind: "connection", systemCode: undefined, outcome: "unknown" };
  }
}

function readCodes(error: unknown): FetchFailure {
  for (const { code, syscall, message } of codes(error)) {
    const proxyStatus = tunnelRefusalMessage.exec(message)?.[1];
    if (code === "UND_ERR_ABORTED" && proxyStatus !== undefined) {
      const systemCode = `ERR_PROXY_STATUS_${proxyStatus}`;
      return { kind: "connection", systemCode, outcome: "not-sent" };
    }
    const systemCode = safeCode(code);
    if (handshakeCodes.test(code)) return { kind: "tls", systemCode, outcome: "not-sent" };
    if (protocolCodes.test(code)) return { kind: "protocol", systemCode, outcome: "unknown" };
    const kind = tlsCodes.test(code) ? "tls" : "connection";
    const isNotSent = notSentCodes.has(code) || syscall === "connect";
    return { kind, systemCode, outcome: isNotSent ? "not-sent" : "unknown" };
  }
  const kind = hasTooManyEncodings(error) ? "protocol" : "connection";
  return { kind, systemCode: undefined, outcome: "unknown" };
}

/** Whether the response has more content encodings than undici accepts. Undici reports this with a message and no code. */
function hasTooManyEncodings(error: unknown): boolean {
  const cause = isRecord(error) ? error["cause"] : undefined;
  return cause instanceof Error && cause.message.startsWith("too many content-encodings");
}

/** Yields the codes of an error, of its causes, and of the errors in an `AggregateError` (one for each address tried). */
function* codes(error: unknown, depth = 0): Generator<CodedError> {
  if (!isRecord(error) || depth > 10) return;
  const { code, syscall, cause, errors, name } = error;
  const message = String(error["message"]);
  // The `code` of Node 24's parser error is undefined.
  if (name === "HTTPParserError" && code === undefined)
    yield { code: "HPE_UNKNOWN", syscall, message };
  if (typeof code === "string" && /^[\w/]{2,64}$/.test(code)) yield { code, syscall, message };
  if (Array.isArray(errors)) for (const one of errors) yield* codes(one, depth + 1);
  yield* codes(cause, depth + 1);
}

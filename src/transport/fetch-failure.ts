import { errorChain } from "./error-chain.ts";
import type { ErrorPart } from "./error-chain.ts";
import { readHyperFailure } from "./hyper-failure.ts";
import type { FetchFailure } from "./hyper-failure.ts";
import { safeCode } from "./known-codes.ts";

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

/** Reads a failure from the codes and messages in its chain of causes. */
export function readFetchFailure(error: unknown): FetchFailure {
  const parts = errorChain(error);
  const coded =
    firstOf(parts, readCode) ?? firstOf(parts, ({ message }) => readHyperFailure(message));
  if (coded !== undefined) return coded;
  // Undici reports that a response has too many content encodings with a message and no code.
  const hasTooManyEncodings = parts[1]?.message.startsWith("too many content-encodings") === true;
  const kind = hasTooManyEncodings ? "protocol" : "connection";
  return { kind, systemCode: undefined, outcome: "unknown" };
}

function firstOf(
  parts: readonly ErrorPart[],
  read: (part: ErrorPart) => FetchFailure | undefined,
): FetchFailure | undefined {
  for (const part of parts) {
    const failure = read(part);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

function readCode({ name, code: rawCode, syscall, message }: ErrorPart): FetchFailure | undefined {
  // The `code` of Node 24's parser error is undefined.
  const code = name === "HTTPParserError" && rawCode === undefined ? "HPE_UNKNOWN" : rawCode;
  if (typeof code !== "string" || !/^[\w/]{2,64}$/.test(code)) return undefined;
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

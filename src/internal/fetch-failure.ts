import type { TykOutcome } from "../errors/base.ts";
import { isRecord } from "./json.ts";

/** What a rejection of `fetch` or of a body's reader means. */
export interface FetchFailure {
  readonly kind: "connection" | "tls" | "protocol";
  /** The system's code, such as `ECONNREFUSED`; codes are the only part of a foreign error that is passed on. */
  readonly systemCode: string | undefined;
  readonly outcome: TykOutcome;
}

/** Connecting failed, so nothing was sent, whatever the runtime says around it. */
const beforeSending = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
  // Bun's and Deno's words for the first of these.
  "ConnectionRefused",
  "FailedToOpenSocket",
]);

const tlsCodes =
  /^(ERR_SSL_|ERR_TLS_|CERT_|EPROTO$|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_|HOSTNAME_MISMATCH)/;
const protocolCodes =
  /^(HPE_|UND_ERR_HEADERS_OVERFLOW|UND_ERR_RES_|UND_ERR_INVALID|UND_ERR_RESPONSE|ERR_HTTP)/;

/** Reads a failure from the codes in its chain of causes. */
export function readFetchFailure(error: unknown): FetchFailure {
  for (const { code, syscall } of codes(error)) {
    if (tlsCodes.test(code)) return { kind: "tls", systemCode: code, outcome: "not-sent" };
    if (protocolCodes.test(code)) return { kind: "protocol", systemCode: code, outcome: "unknown" };
    const unsent = beforeSending.has(code) || syscall === "connect";
    return { kind: "connection", systemCode: code, outcome: unsent ? "not-sent" : "unknown" };
  }
  return { kind: "connection", systemCode: undefined, outcome: "unknown" };
}

/** The codes of an error, its causes, and the errors that an AggregateError gathers (one an address tried). */
function* codes(error: unknown, depth = 0): Generator<{ code: string; syscall: unknown }> {
  if (!isRecord(error) || depth > 10) return;
  const { code, syscall, cause, errors } = error;
  if (typeof code === "string" && /^\w{2,64}$/.test(code)) yield { code, syscall };
  if (Array.isArray(errors)) for (const one of errors) yield* codes(one, depth + 1);
  yield* codes(cause, depth + 1);
}

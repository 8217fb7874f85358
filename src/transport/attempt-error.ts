import { TykError } from "../errors/base.ts";
import { TykConnectionError } from "../errors/connection.ts";
import { TykResponseError } from "../errors/response.ts";
import { isInstance } from "../util/is-instance.ts";
import type { Call } from "./call.ts";
import type { Deadline } from "./deadline.ts";
import { readFetchFailure } from "./fetch-failure.ts";

/** Makes what an attempt threw a TykError that knows the attempts and the outcome. */
export function toAttemptError(call: Call, attempt: Deadline, error: unknown): TykError {
  // The caller may have aborted with an error of another call.
  if (isInstance(error, TykError) && !attempt.endedWith(error)) return error;
  return call.interruption(attempt) ?? toConnectionError(call, error);
}

/** What a foreign rejection of fetch, or of the body's reader, says; of the error itself only its code goes on. */
function toConnectionError(call: Call, error: unknown): TykError {
  const { kind, systemCode, outcome } = readFetchFailure(error);
  const why = systemCode === undefined ? "" : ` (${systemCode})`;
  const cut = call.status !== undefined;
  if (kind === "protocol" || cut) {
    return new TykResponseError(
      cut && kind !== "protocol" ? `the answer was cut off${why}` : `the answer breaks HTTP${why}`,
      {
        // The body of a refusal is read for its words alone: only that of a success gets here.
        ...call.failed(cut ? "applied" : "unknown"),
        code: kind === "protocol" ? "protocol" : "truncated",
        status: call.status,
      },
    );
  }
  const message = kind === "tls" ? `the TLS handshake failed${why}` : `the connection failed${why}`;
  return new TykConnectionError(message, { ...call.failed(outcome), code: kind, systemCode });
}

import { TykError } from "../errors/base.ts";
import { TykConnectionError } from "../errors/connection.ts";
import { TykResponseError } from "../errors/response.ts";
import { isInstance } from "../util/is-instance.ts";
import type { Call } from "./call.ts";
import type { Deadline } from "./deadline.ts";
import { readFetchFailure } from "./fetch-failure.ts";

/** Turns the error of an attempt into a `TykError` with the number of attempts and the outcome. */
export function toAttemptError(call: Call, deadline: Deadline, error: unknown): TykError {
  // The caller may abort with a `TykError` of another call. That error is the abort's reason, not the error of this attempt.
  if (isInstance(error, TykError) && !deadline.endedWith(error)) return error;
  return call.recordInterruption(deadline) ?? toConnectionError(call, error);
}

/** Turns a rejection of `fetch` or of the body's reader into an error. Of the rejection it passes on only a known code. */
function toConnectionError(call: Call, error: unknown): TykError {
  const { kind, systemCode, outcome } = readFetchFailure(error);
  const why = systemCode === undefined ? "" : ` (${systemCode})`;
  const hasStarted = call.status !== undefined;
  if (kind === "protocol" || hasStarted) {
    const isInvalid = kind === "protocol";
    const problem = isInvalid ? "the response is not valid HTTP" : "the response was cut off";
    return new TykResponseError(`${problem}${why}`, {
      // Only the body of a success gets here: `readRefusal` ignores a broken body.
      ...call.recordFailure(hasStarted ? "applied" : "unknown"),
      code: isInvalid ? "protocol" : "truncated",
      status: call.status,
    });
  }
  const message = kind === "tls" ? `the TLS handshake failed${why}` : `the connection failed${why}`;
  return new TykConnectionError(message, {
    ...call.recordFailure(outcome),
    code: kind,
    systemCode,
  });
}

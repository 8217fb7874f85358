import { blockedPortOf, describeBlockedPort } from "../config/blocked-ports.ts";
import { TykConfigError } from "../errors/before-request.ts";
import { TykError } from "../errors/base.ts";
import { TykConnectionError } from "../errors/connection.ts";
import { TykResponseError } from "../errors/response.ts";
import { thrownName } from "../util/fail.ts";
import { isInstance } from "../util/is-instance.ts";
import type { Call } from "./call.ts";
import type { Deadline } from "./deadline.ts";
import { DirectRefusal } from "./direct-refusal.ts";
import { readFetchFailure } from "./fetch-failure.ts";
import type { FetchFailure } from "./hyper-failure.ts";
import { FetchRejection } from "./fetch-rejection.ts";
import { readDynamicDigest, readRefusedRequest } from "./refused-request.ts";

/**
 * Turns the error of an attempt into a `TykError` with the number of attempts and the outcome. Throws an error that is neither the
 * package's own nor one of `fetch`.
 */
export function toAttemptError(
  call: Call,
  deadline: Deadline,
  error: unknown,
  url: string,
): TykError {
  // The caller may abort with a `TykError` of another call. That error is the abort's reason, not the error of this attempt.
  if (isInstance(error, TykError) && !deadline.endedWith(error)) return error;
  const interruption = call.recordInterruption(deadline);
  if (interruption !== undefined) return interruption;
  if (!(error instanceof FetchRejection)) throw error;
  if (isInstance(error.reason, DirectRefusal))
    return new TykConfigError(error.reason.message, call.recordFailure("not-sent"));
  // A custom `fetch` may make calls of this package. The error of such a call says nothing about this call.
  const reason = isInstance(error.reason, TykError) ? undefined : error.reason;
  if (call.status === undefined) {
    const digest = readDynamicDigest(reason);
    const problem =
      digest === undefined
        ? refusalOf(error, reason, url)
        : "Next.js renders this page at build time, and refuses an uncached request there";
    if (problem !== undefined) {
      const refusal = new TykConfigError(problem, call.recordFailure("not-sent"));
      return digest === undefined ? refusal : Object.assign(refusal, { digest });
    }
  }
  const failure = readFetchFailure(reason);
  if (error.isThrown && failure.systemCode === undefined) {
    const why = `the fetch function threw ${thrownName(reason)} before it returned a promise`;
    // A function of the caller may have sent the request before it threw.
    return new TykConfigError(why, call.recordFailure("unknown"));
  }
  return toConnectionError(call, failure);
}

/** Returns why nothing was sent, if `fetch` itself refused the request. A retry would be refused too. */
function refusalOf(
  { isRefused }: FetchRejection,
  reason: unknown,
  url: string,
): string | undefined {
  const problem = readRefusedRequest(reason);
  const port = problem === "port" ? blockedPortOf(url) : undefined;
  if (port !== undefined) return `the URL ${describeBlockedPort(port)}`;
  return isRefused || problem !== undefined
    ? `fetch refused the request before it sent anything: ${problem ?? thrownName(reason)}`
    : undefined;
}

/** Turns a failure of the network into an error. */
function toConnectionError(call: Call, { kind, systemCode, outcome }: FetchFailure): TykError {
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

import { TykIncompleteError } from "../../errors/method.ts";
import type { MethodContext } from "../method-context.ts";
import { findKeyStorageProblem } from "./key-storage-problem.ts";
import { isSuspiciouslySlow } from "./response-time.ts";

/** The report of a {@link TykIncompleteError} of a list or a key that seems to be missing: plain JSON without secrets. */
export interface AbsenceReport {
  readonly state: "unverified";
  /** Why the gateway's empty list or 404 proves nothing. */
  readonly reason: string;
}

/**
 * Reads something that may not be there. While the gateway's storage is down nothing seems to be there (trap 28), so that an
 * absence needs a control and a second read that agrees, both as fast as a healthy gateway responds.
 *
 * @param what - What is read, in words.
 * @param read - Reads it once.
 * @param isAbsent - Whether there is nothing in what was read.
 * @param apiId - The API that it is about, if it is about one.
 * @throws {@link TykIncompleteError} if it cannot be told whether it is there.
 */
export async function readConfirmed<T>(
  context: MethodContext,
  what: string,
  read: () => Promise<T>,
  isAbsent: (value: T) => boolean,
  apiId?: string,
): Promise<T> {
  const first = await read();
  if (!isAbsent(first)) return first;
  const isFirstLate = isLate(context);
  const uncertainty = await findKeyStorageProblem(context, apiId);
  const second = await read();
  if (!isAbsent(second)) return second;
  const late = isFirstLate || isLate(context) ? "the response took too long" : undefined;
  const why = uncertainty ?? late;
  if (why === undefined) return second;
  const reason = `the gateway says that there is none, but ${why}: its storage may be failing`;
  const report: AbsenceReport = { state: "unverified", reason };
  throw new TykIncompleteError(
    `${what} could not be read for certain: ${reason}. Check the gateway's Redis, and call again`,
    {
      operation: context.name,
      attempts: context.response?.attempts,
      outcome: context.changed,
      report,
    },
  );
}

function isLate({ response }: MethodContext): boolean {
  return isSuspiciouslySlow(response?.durationMs ?? 0);
}

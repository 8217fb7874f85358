import { TykIncompleteError } from "../../errors/method.ts";
import type { MethodContext } from "../method-context.ts";
import { isLate } from "./response-time.ts";
import { findKeyStorageProblem } from "./storage-problem.ts";
import type { AbsenceReport } from "../../errors/reports.ts";

/** Whether a value that was read means absence: no value, or an empty list. */
function isAbsent(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

/**
 * Reads a value that may be absent. While the gateway's storage is down everything seems absent (trap 28). So an absence counts
 * only after a storage control and a second read that agree, and only if the responses are as fast as a healthy gateway's.
 *
 * @param what - What is read, for the error message.
 * @param read - Reads the value once.
 * @param apiId - The API that the value belongs to; `undefined` if it belongs to none.
 * @throws {@link TykIncompleteError} if it is uncertain whether the value is absent.
 */
export async function readConfirmed<T>(
  context: MethodContext,
  what: string,
  read: () => Promise<T>,
  apiId?: string,
): Promise<T> {
  const first = await read();
  if (!isAbsent(first)) return first;
  const isFirstLate = isLate(context.response);
  const storageProblem = await findKeyStorageProblem(context, apiId);
  const second = await read();
  if (!isAbsent(second)) return second;
  const late = isFirstLate || isLate(context.response) ? "the response took too long" : undefined;
  const why = storageProblem ?? late;
  if (why === undefined) return second;
  const reason = `the gateway found nothing, but ${why}: its storage may be failing`;
  const report: AbsenceReport = { kind: "absence", state: "unverified", reason };
  throw new TykIncompleteError(
    `${what} could not be read reliably: ${reason}. Check the gateway's Redis, and call again`,
    { ...context.errorDetails, report },
  );
}

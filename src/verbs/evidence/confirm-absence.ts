import { TykIncompleteError } from "../../errors/verb.ts";
import type { Verb } from "../verb.ts";
import { controlKeys } from "./control-keys.ts";
import { isSuspiciouslySlow } from "./promptness.ts";

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
  verb: Verb,
  what: string,
  read: () => Promise<T>,
  isAbsent: (value: T) => boolean,
  apiId?: string,
): Promise<T> {
  const first = await read();
  if (!isAbsent(first)) return first;
  const isFirstLate = isLate(verb);
  const doubt = await controlKeys(verb, apiId);
  const second = await read();
  if (!isAbsent(second)) return second;
  const late = isFirstLate || isLate(verb) ? "the response took too long" : undefined;
  const why = doubt ?? late;
  if (why === undefined) return second;
  const reason = `the gateway says that there is none, but ${why}: its storage may be failing`;
  const report: AbsenceReport = { state: "unverified", reason };
  throw new TykIncompleteError(
    `${what} could not be read for certain: ${reason}. Check the gateway's Redis, and call again`,
    { operation: verb.name, attempts: verb.response?.attempts, outcome: verb.changed, report },
  );
}

function isLate({ response }: Verb): boolean {
  return isSuspiciouslySlow(response?.durationMs ?? 0);
}

import { TykIncompleteError } from "../../errors/verb.ts";
import type { Verb } from "../verb.ts";

/** The error of a list that is empty although that may be false: while storage is down each list is (trap 28). */
export function unprovedList(
  verb: Verb,
  claim: string,
  doubt: string,
  about: Readonly<Record<string, string>>,
): TykIncompleteError {
  return new TykIncompleteError(
    `it is not known whether ${claim}: the list is empty, but ${doubt}. Check the gateway's Redis, and call again`,
    {
      operation: verb.name,
      attempts: verb.response?.attempts,
      outcome: verb.changed,
      report: { ...about, state: "unverified", reason: doubt },
    },
  );
}

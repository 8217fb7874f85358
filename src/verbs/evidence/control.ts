import { TykNotFoundError } from "../../errors/api.ts";
import { passing } from "../failures.ts";
import type { Verb } from "../verb.ts";
import { readOrAbsent } from "../clients/read.ts";
import { requireStorage } from "./client-absence.ts";
import { isSuspiciouslySlow } from "./promptness.ts";

/** Where a control reads. */
export interface ControlPlace {
  readonly apiId: string;
  /** The client's secret; `undefined` if the client is not there. */
  readonly secret: string | undefined;
  /** Whether there is no such API. */
  readonly isMissing: boolean;
}

/**
 * Reads something that must be there: the client's own record, or else the list of its tokens, which fails while storage is down.
 * What was found to be missing between two controls that pass is missing; while storage is down everything is (trap 28).
 *
 * @returns Why nothing that is missing proves anything now; `undefined` if the control passes.
 */
export async function controlStorage(
  verb: Verb,
  clientId: string,
  places: readonly ControlPlace[],
): Promise<string | undefined> {
  const there = places.find(({ secret }) => secret !== undefined);
  const place = there ?? places.find(({ isMissing }) => !isMissing);
  if (place === undefined) return undefined;
  const ref = { apiId: place.apiId, clientId };
  try {
    if (there === undefined) await requireStorage(verb, ref);
    else if ((await readOrAbsent(verb, ref)) instanceof TykNotFoundError)
      return `the client's own record was missing on ${ref.apiId} in between: somebody deleted the client, or the gateway's storage fails`;
  } catch (error) {
    return `a control read failed (${passing(verb, error).code}), so that what seems to be gone may be there`;
  }
  return isSuspiciouslySlow(verb.response?.durationMs ?? 0)
    ? "the gateway responds slowly: its storage may fail, so that what seems to be gone may be there"
    : undefined;
}

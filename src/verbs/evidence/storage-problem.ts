import { TykNotFoundError } from "../../errors/api.ts";
import { rethrowFatal } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { readClientOrAbsence } from "../clients/read.ts";
import { requireStorage } from "./client-absence.ts";
import { isSuspiciouslySlow } from "./response-time.ts";

/** Where a control reads. */
export interface ControlApi {
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
export async function findStorageProblem(
  context: MethodContext,
  clientId: string,
  apiStates: readonly ControlApi[],
): Promise<string | undefined> {
  const there = apiStates.find(({ secret }) => secret !== undefined);
  const place = there ?? apiStates.find(({ isMissing }) => !isMissing);
  if (place === undefined) return undefined;
  const ref = { apiId: place.apiId, clientId };
  try {
    if (there === undefined) await requireStorage(context, ref);
    else if ((await readClientOrAbsence(context, ref)) instanceof TykNotFoundError)
      return `the client's own record was missing on ${ref.apiId} in between: somebody deleted the client, or the gateway's storage fails`;
  } catch (error) {
    return `a control read failed (${rethrowFatal(context, error).code}), so that what seems to be gone may be there`;
  }
  return isSuspiciouslySlow(context.response?.durationMs ?? 0)
    ? "the gateway responds slowly: its storage may fail, so that what seems to be gone may be there"
    : undefined;
}

import { TykNotFoundError } from "../../errors/api.ts";
import { rethrowFatal } from "../failures.ts";
import type { MethodContext } from "../method-context.ts";
import { readClientOrAbsence } from "../clients/read.ts";
import { requireStorage } from "./client-absence.ts";
import { isSuspiciouslySlow } from "./response-time.ts";

/** An API that a storage control can read. */
export interface ControlApi {
  readonly apiId: string;
  /** The client's secret on this API; `undefined` if the client does not exist, or could not be read. */
  readonly secret: string | undefined;
  /** Whether the API does not exist. */
  readonly isMissing: boolean;
}

/**
 * Runs a storage control: reads the client's record, which must exist, or else the client's token list, which fails while storage
 * is down. Then everything seems missing (trap 28). What is missing between two controls that pass is really missing.
 *
 * @returns Why an absence proves nothing now; `undefined` if the control passes.
 */
export async function findStorageProblem(
  context: MethodContext,
  clientId: string,
  apis: readonly ControlApi[],
): Promise<string | undefined> {
  const withClient = apis.find(({ secret }) => secret !== undefined);
  const controlApi = withClient ?? apis.find(({ isMissing }) => !isMissing);
  if (controlApi === undefined) return undefined;
  const ref = { apiId: controlApi.apiId, clientId };
  try {
    if (withClient === undefined) await requireStorage(context, ref);
    else if ((await readClientOrAbsence(context, ref)) instanceof TykNotFoundError)
      return `the client's record was missing on the API ${ref.apiId} during a control: somebody deleted the client, or the gateway's storage is failing`;
  } catch (error) {
    return `a storage control failed (${rethrowFatal(context, error).code}), so what seems gone may still exist`;
  }
  return isSuspiciouslySlow(context.response?.durationMs ?? 0)
    ? "the gateway responds slowly: its storage may be failing, so what seems gone may still exist"
    : undefined;
}

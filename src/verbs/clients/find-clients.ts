import type { OAuthClient } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import type { AnyTykError } from "../../errors/index.ts";
import { requireStorage, createUnverifiedAbsenceError } from "../evidence/client-absence.ts";
import { isLateError } from "../evidence/response-time.ts";
import { rethrowFatal } from "../failures.ts";
import { forEachConcurrent } from "../for-each-concurrent.ts";
import type { MethodContext } from "../method-context.ts";
import { readClientOrAbsence } from "./read.ts";

/** The result of a read of a client on one API. `client` is `undefined` if the API certainly does not have the client. */
export type FoundClient =
  | { readonly client: OAuthClient | undefined; readonly error?: never }
  | { readonly error: AnyTykError; readonly client?: never };

/**
 * Reads one client on many APIs. While storage is down the gateway responds 404 for every client (trap 28). So a 404 counts
 * only if a second read agrees, if storage works before and after that read, and if both responses are as fast as usual.
 */
export async function findClients(
  context: MethodContext,
  clientId: string,
  apiIds: readonly string[],
): Promise<ReadonlyMap<string, FoundClient>> {
  const found = new Map<string, FoundClient>();
  const first = await readEach(context, clientId, apiIds, found);
  const absent = [...first.keys()];
  const [one] = absent;
  if (one === undefined) return found;
  /** Checks that the gateway's storage works, with a request that fails while storage is down. */
  const checkStorage = (): Promise<{ usualMs?: number; error?: AnyTykError }> =>
    requireStorage(context, { apiId: one, clientId }).catch((error: unknown) => ({
      error: rethrowFatal(context, error),
    }));
  let control = await checkStorage();
  const second = await readEach(context, clientId, absent, found);
  if (control.error === undefined) control = await checkStorage();
  const { usualMs = 0 } = control;
  for (const [apiId, error] of second) {
    const isLate = [first.get(apiId), error].some((each) => each && isLateError(each, usualMs));
    if (control.error !== undefined) {
      found.set(apiId, { error: control.error });
    } else if (isLate) {
      const why = "the response took too long";
      const late = createUnverifiedAbsenceError(context, { apiId, clientId }, why);
      found.set(apiId, { error: rethrowFatal(context, late) });
    } else {
      found.set(apiId, { client: undefined });
    }
  }
  return found;
}

/** Reads the client on each API. Returns the 404 errors, and puts every other result into `found`. */
async function readEach(
  context: MethodContext,
  clientId: string,
  apiIds: readonly string[],
  found: Map<string, FoundClient>,
): Promise<Map<string, TykNotFoundError>> {
  const absent = new Map<string, TykNotFoundError>();
  let done = 0;
  await forEachConcurrent(
    apiIds,
    async (apiId) => {
      try {
        const read = await readClientOrAbsence(context, { apiId, clientId });
        if (read instanceof TykNotFoundError) absent.set(apiId, read);
        else found.set(apiId, { client: read });
      } catch (error) {
        found.set(apiId, { error: rethrowFatal(context, error) });
      }
      context.progress("look", (done += 1), apiIds.length);
    },
    context.concurrency,
  );
  return absent;
}

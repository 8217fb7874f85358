import type { OAuthClient } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import type { AnyTykError } from "../../errors/index.ts";
import { requireStorage, createUnverifiedAbsenceError } from "../evidence/client-absence.ts";
import { isLateError } from "../evidence/response-time.ts";
import { rethrowFatal } from "../failures.ts";
import { forEachConcurrent } from "../for-each-concurrent.ts";
import type { MethodContext } from "../method-context.ts";
import { findClientApis } from "./client-apis.ts";
import { readClientOrAbsence } from "./read.ts";

/** The result of a read of a client on one API. `client` is `undefined` if the API certainly does not have the client. */
export type FoundClient =
  | { readonly client: OAuthClient | undefined; readonly error?: never }
  | { readonly error: AnyTykError; readonly client?: never };

/** With more APIs than this, absences are confirmed by the gateway's list of the client's APIs, if that list can be trusted. */
const manyApis = 32;

/** The result of a request that fails while storage is down. */
interface StorageControl {
  readonly usualMs?: number;
  readonly error?: AnyTykError;
}

/**
 * Reads one client on many APIs. While storage is down the gateway responds 404 for every client (trap 28). So a 404 counts
 * only if a second source agrees, if storage works before and after one of the two, and if the responses are as fast as usual.
 *
 * The second source is a second read, or with many APIs the gateway's list of the client's APIs.
 */
export async function findClients(
  context: MethodContext,
  clientId: string,
  apiIds: readonly string[],
): Promise<ReadonlyMap<string, FoundClient>> {
  const found = new Map<string, FoundClient>();
  const checkStorage = (apiId: string): Promise<StorageControl> =>
    requireStorage(context, { apiId, clientId }).catch((error: unknown) => ({
      error: rethrowFatal(context, error),
    }));
  const [any = ""] = apiIds;
  const before = apiIds.length > manyApis ? await checkStorage(any) : undefined;
  const first = await readEach(context, clientId, apiIds, found);
  const [one] = first.keys();
  if (one === undefined) return found;
  let control = await checkStorage(one);
  if (before !== undefined && before.error === undefined && control.error === undefined) {
    const named = await readVerifiedApis(context, clientId, found);
    for (const [apiId, error] of named === undefined ? [] : first) {
      if (named?.has(apiId) === true || isLateError(error, control.usualMs)) continue;
      found.set(apiId, { client: undefined });
      first.delete(apiId);
    }
  }
  const second = await readEach(context, clientId, [...first.keys()], found);
  if (control.error === undefined && second.size > 0) control = await checkStorage(one);
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

/**
 * Reads the gateway's list of the client's APIs. `undefined` if it cannot be trusted: it is empty while storage is down (trap 28)
 * and if one index of the client is broken (trap 10). So it must name each copy that was read, and there must be one.
 */
async function readVerifiedApis(
  context: MethodContext,
  clientId: string,
  found: ReadonlyMap<string, FoundClient>,
): Promise<ReadonlySet<string> | undefined> {
  const copies = [...found].filter(([, { client }]) => client !== undefined);
  if (copies.length === 0) return undefined;
  try {
    const named = new Set(await findClientApis(context, clientId));
    return copies.every(([apiId]) => named.has(apiId)) ? named : undefined;
  } catch (error) {
    // An edge gateway does not serve the list.
    rethrowFatal(context, error);
    return undefined;
  }
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

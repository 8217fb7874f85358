import type { OAuthClient } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import type { AnyTykError } from "../../errors/index.ts";
import { requireStorage, createUnverifiedAbsenceError } from "../evidence/client-absence.ts";
import { isLateError } from "../evidence/response-time.ts";
import { rethrowFatal } from "../failures.ts";
import { forEachConcurrent } from "../for-each-concurrent.ts";
import type { MethodContext } from "../method-context.ts";
import { readClientOrAbsence } from "./read.ts";

/** What was found out about a client on one API. */
export type FoundClient =
  | { readonly client: OAuthClient | undefined; readonly error?: never }
  | { readonly error: AnyTykError; readonly client?: never };

/**
 * Reads one client on many APIs. A 404 counts only if a second read agrees, with a control before and after it, and if both
 * came as fast as a healthy gateway responds: while its storage is down the gateway calls each client 404 (trap 28).
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
  const control = await controlOf(context, clientId, one);
  const second = await readEach(context, clientId, absent, found);
  const isStored = control.error === undefined ? await controlOf(context, clientId, one) : control;
  for (const [apiId, error] of second) {
    const ref = { apiId, clientId };
    const usualMs = isStored.usualMs ?? 0;
    const isLate = [first.get(apiId), error].some((each) => each && isLateError(each, usualMs));
    if (isStored.error !== undefined) found.set(apiId, { error: isStored.error });
    else if (isLate)
      found.set(apiId, {
        error: rethrowFatal(
          context,
          createUnverifiedAbsenceError(context, ref, "the response took too long"),
        ),
      });
    else found.set(apiId, { client: undefined });
  }
  return found;
}

/** Reads the client on each API. Returns the 404s; everything else is put into `found`. */
async function readEach(
  context: MethodContext,
  clientId: string,
  apiIds: readonly string[],
  found: Map<string, FoundClient>,
): Promise<Map<string, TykNotFoundError>> {
  const absent = new Map<string, TykNotFoundError>();
  let done = 0;
  await forEachConcurrent(apiIds, async (apiId) => {
    try {
      const read = await readClientOrAbsence(context, { apiId, clientId });
      if (read instanceof TykNotFoundError) absent.set(apiId, read);
      else found.set(apiId, { client: read });
    } catch (error) {
      found.set(apiId, { error: rethrowFatal(context, error) });
    }
    context.progress("look", (done += 1), apiIds.length);
  });
  return absent;
}

async function controlOf(
  context: MethodContext,
  clientId: string,
  apiId: string,
): Promise<{ readonly usualMs?: number; readonly error?: AnyTykError }> {
  try {
    return await requireStorage(context, { apiId, clientId });
  } catch (error) {
    return { error: rethrowFatal(context, error) };
  }
}

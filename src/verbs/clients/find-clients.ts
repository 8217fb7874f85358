import type { OAuthClient } from "../../../generated/index.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import type { AnyTykError } from "../../errors/index.ts";
import { requireStorage, unprovedAbsence } from "../evidence/client-absence.ts";
import { cameLate } from "../evidence/promptness.ts";
import { passing } from "../failures.ts";
import { forEachOf } from "../parallel.ts";
import type { Verb } from "../verb.ts";
import { readOrAbsent } from "./read.ts";

/** What was found out about a client on one API. */
export type Found =
  | { readonly client: OAuthClient | undefined; readonly error?: never }
  | { readonly error: AnyTykError; readonly client?: never };

/**
 * Reads one client on many APIs. A 404 counts only if a second read agrees, with a control before and after it, and if both
 * came as fast as a healthy gateway responds: while its storage is down the gateway calls each client 404 (trap 28).
 */
export async function findClients(
  verb: Verb,
  clientId: string,
  apiIds: readonly string[],
): Promise<ReadonlyMap<string, Found>> {
  const found = new Map<string, Found>();
  const first = await readEach(verb, clientId, apiIds, found);
  const absent = [...first.keys()];
  const [one] = absent;
  if (one === undefined) return found;
  const control = await controlOf(verb, clientId, one);
  const second = await readEach(verb, clientId, absent, found);
  const isStored = control.error === undefined ? await controlOf(verb, clientId, one) : control;
  for (const [apiId, error] of second) {
    const ref = { apiId, clientId };
    const usualMs = isStored.usualMs ?? 0;
    const isLate = [first.get(apiId), error].some((each) => each && cameLate(each, usualMs));
    if (isStored.error !== undefined) found.set(apiId, { error: isStored.error });
    else if (isLate)
      found.set(apiId, {
        error: passing(verb, unprovedAbsence(verb, ref, "the response took too long")),
      });
    else found.set(apiId, { client: undefined });
  }
  return found;
}

/** Reads the client on each API. Returns the 404s; everything else is put into `found`. */
async function readEach(
  verb: Verb,
  clientId: string,
  apiIds: readonly string[],
  found: Map<string, Found>,
): Promise<Map<string, TykNotFoundError>> {
  const absent = new Map<string, TykNotFoundError>();
  let done = 0;
  await forEachOf(apiIds, async (apiId) => {
    try {
      const read = await readOrAbsent(verb, { apiId, clientId });
      if (read instanceof TykNotFoundError) absent.set(apiId, read);
      else found.set(apiId, { client: read });
    } catch (error) {
      found.set(apiId, { error: passing(verb, error) });
    }
    verb.progress("look", (done += 1), apiIds.length);
  });
  return absent;
}

async function controlOf(
  verb: Verb,
  clientId: string,
  apiId: string,
): Promise<{ readonly usualMs?: number; readonly error?: AnyTykError }> {
  try {
    return await requireStorage(verb, { apiId, clientId });
  } catch (error) {
    return { error: passing(verb, error) };
  }
}

import type { TykBadRequestError } from "../../errors/api.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { TykIncompleteError } from "../../errors/verb.ts";
import { controlKeys } from "../evidence/control-keys.ts";
import { cameLate } from "../evidence/promptness.ts";
import type { Verb } from "../verb.ts";
import { removeOne } from "./removal.ts";
import { whyAlive } from "./report.ts";
import type { TokenRevocation } from "./revocation.ts";
import { removeKey, sessionOfCode } from "./sessions.ts";

/** Removes the key that an entry of a client's list names. */
export async function revokeListedToken(
  verb: Verb,
  apiId: string,
  code: string,
): Promise<TokenRevocation> {
  verb.check.id(code, "listedCode");
  const unreached = ["refresh_token"] as const;
  const missing = await removeKey(verb, code, apiId);
  // If an earlier attempt may have removed it, that it is gone is no refusal.
  if (missing !== undefined && !missing.mayHaveBeenApplied) {
    await requireAbsent(verb, apiId, code, missing);
    const { attempts, outcome, status, apiMessage } = missing;
    const details = { attempts, outcome, status, apiMessage, cause: missing };
    throw new TykNotFoundError("no key has this code", { operation: verb.name, ...details });
  }
  const told = { dropped: [], unreached, writtenBack: 0 };
  if (verb.isDry) return { state: "unverified", reason: "a dry run", ...told };
  const { isThere, writtenBack, doubt } = await removeOne(verb, code, apiId);
  if (isThere) return { ...told, state: "still-alive", reason: whyAlive(writtenBack), writtenBack };
  return doubt === undefined
    ? { ...told, state: "gone-from-storage", writtenBack }
    : { ...told, state: "unverified", reason: doubt, writtenBack };
}

/** While storage is down each key is 404: makes sure that this one is really not there. */
async function requireAbsent(
  verb: Verb,
  apiId: string,
  code: string,
  missing: TykNotFoundError | TykBadRequestError,
): Promise<void> {
  const doubt = await controlKeys(verb, apiId);
  const isThere = (await sessionOfCode(verb, code)) !== undefined;
  if (doubt === undefined && !isThere && !cameLate(missing)) return;
  const reason = isThere ? "it is there" : (doubt ?? "the response took too long");
  throw new TykIncompleteError(
    `the gateway says that no key has this code, but ${reason}: its storage may be failing. Call again`,
    {
      operation: verb.name,
      attempts: missing.attempts,
      outcome: missing.outcome,
      cause: missing,
      report: { apiId, state: isThere ? "still-alive" : "unverified", reason },
    },
  );
}

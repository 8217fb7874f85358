import type { TykBadRequestError } from "../../errors/api.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { TykIncompleteError } from "../../errors/method.ts";
import { findKeyStorageProblem } from "../evidence/key-storage-problem.ts";
import { isLateError } from "../evidence/response-time.ts";
import type { MethodContext } from "../method-context.ts";
import { removeInUseToken } from "./removal.ts";
import { aliveReason } from "./report.ts";
import type { TokenRevocation } from "./revocation.ts";
import { removeKey, sessionOfCode } from "./sessions.ts";

/** Removes the key that an entry of a client's list names. */
export async function revokeListedToken(
  context: MethodContext,
  apiId: string,
  code: string,
): Promise<TokenRevocation> {
  context.check.id(code, "listedCode");
  const unreached = ["refresh_token"] as const;
  const missing = await removeKey(context, code, apiId);
  // If an earlier attempt may have removed it, that it is gone is no refusal.
  if (missing !== undefined && !missing.mayHaveBeenApplied) {
    await requireAbsent(context, apiId, code, missing);
    const { attempts, outcome, status, apiMessage } = missing;
    const details = { attempts, outcome, status, apiMessage, cause: missing };
    throw new TykNotFoundError("no key has this code", { operation: context.name, ...details });
  }
  const told = { dropped: [], unreached, writtenBack: 0 };
  if (context.isDry) return { state: "unverified", reason: "a dry run", ...told };
  const { isThere, writtenBack, uncertainty } = await removeInUseToken(context, code, apiId);
  if (isThere)
    return { ...told, state: "still-alive", reason: aliveReason(writtenBack), writtenBack };
  return uncertainty === undefined
    ? { ...told, state: "gone-from-storage", writtenBack }
    : { ...told, state: "unverified", reason: uncertainty, writtenBack };
}

/** While storage is down each key is 404: makes sure that this one is really not there. */
async function requireAbsent(
  context: MethodContext,
  apiId: string,
  code: string,
  missing: TykNotFoundError | TykBadRequestError,
): Promise<void> {
  const uncertainty = await findKeyStorageProblem(context, apiId);
  const isThere = (await sessionOfCode(context, code)) !== undefined;
  if (uncertainty === undefined && !isThere && !isLateError(missing)) return;
  const reason = isThere ? "it is there" : (uncertainty ?? "the response took too long");
  throw new TykIncompleteError(
    `the gateway says that no key has this code, but ${reason}: its storage may be failing. Call again`,
    {
      operation: context.name,
      attempts: missing.attempts,
      outcome: missing.outcome,
      cause: missing,
      report: { apiId, state: isThere ? "still-alive" : "unverified", reason },
    },
  );
}

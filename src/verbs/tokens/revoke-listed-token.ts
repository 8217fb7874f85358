import type { TykBadRequestError } from "../../errors/api.ts";
import { TykNotFoundError } from "../../errors/api.ts";
import { TykIncompleteError } from "../../errors/method.ts";
import { findKeyStorageProblem } from "../evidence/storage-problem.ts";
import { isLateError } from "../evidence/response-time.ts";
import type { MethodContext } from "../method-context.ts";
import { removeInUseToken } from "./removal.ts";
import { aliveReason } from "./report.ts";
import type { TokenRevocation } from "./revocation.ts";
import { removeKey, sessionOfCode } from "./sessions.ts";

/** Revokes a token by its listed code: removes its key, because the revocation endpoint does not accept a hash (trap 11). */
export async function revokeListedToken(
  context: MethodContext,
  apiId: string,
  code: string,
): Promise<TokenRevocation> {
  context.check.id(code, "listedCode");
  const unreached = ["refresh_token"] as const;
  const missingKeyError = await removeKey(context, code, apiId);
  // If an earlier attempt may have removed the key, its absence is no failure.
  if (missingKeyError !== undefined && !missingKeyError.mayHaveBeenApplied) {
    await requireAbsent(context, apiId, code, missingKeyError);
    const { attempts, outcome, status, apiMessage } = missingKeyError;
    const details = { attempts, outcome, status, apiMessage, cause: missingKeyError };
    throw new TykNotFoundError("no key has this code", { operation: context.name, ...details });
  }
  const dropped: TokenRevocation["dropped"] = [];
  if (context.isDry) {
    const reason = "a dry run revokes nothing";
    return { state: "unverified", reason, dropped, unreached, writtenBack: 0 };
  }
  const { isAlive, writtenBack, uncertainty } = await removeInUseToken(context, code, apiId);
  const facts = { dropped, unreached, writtenBack };
  if (isAlive) return { state: "still-alive", reason: aliveReason(writtenBack), ...facts };
  if (uncertainty !== undefined) return { state: "unverified", reason: uncertainty, ...facts };
  return { state: "gone-from-storage", ...facts };
}

/** Throws unless the key is really absent: while storage is down every key is 404 (trap 28). */
async function requireAbsent(
  context: MethodContext,
  apiId: string,
  code: string,
  cause: TykNotFoundError | TykBadRequestError,
): Promise<void> {
  const uncertainty = await findKeyStorageProblem(context, apiId);
  const exists = await isStored(context, code);
  if (uncertainty === undefined && exists === false && !isLateError(cause)) return;
  const { attempts, outcome } = cause;
  const reason = exists === true ? "the key exists" : (uncertainty ?? "the response took too long");
  throw new TykIncompleteError(
    `the gateway responded that no key has this code, but ${reason}: its storage may be failing. Check the gateway's Redis, and call again`,
    {
      operation: context.name,
      attempts,
      outcome,
      cause,
      report: {
        kind: "listed-token",
        apiId,
        state: exists === true ? "still-alive" : "unverified",
        reason,
      },
    },
  );
}

/** Whether a key is stored; `undefined` if the response took too long to be trusted. */
async function isStored(context: MethodContext, code: string): Promise<boolean | undefined> {
  try {
    return (await sessionOfCode(context, code)) !== undefined;
  } catch (error) {
    if (error instanceof TykIncompleteError) return undefined;
    throw error;
  }
}

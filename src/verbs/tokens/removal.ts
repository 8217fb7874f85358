import { TykError } from "../../errors/base.ts";
import { TykIncompleteError } from "../../errors/method.ts";
import type { MethodContext } from "../method-context.ts";
import { readConfirmedSession } from "./confirmed-session.ts";
import { removeKey, sessionOfCode } from "./sessions.ts";

/**
 * A token in use comes back: each request that was in flight during the removal stores its session again (trap 24). Measured on
 * 5.14.0 with 32 connections: a token came back up to 21 times, and stayed gone once 20 reads did not find it.
 */
const quietReadsInUse = 20;
/** A token that still comes back after this many removals is reported as alive. */
export const maxRemovals = 200;
/** After this many removals in a row that found no key, although the key exists, storage is down (trap 28). */
const maxIneffectiveRemovals = 3;
/** How often a single token is removed until it is gone, and then read again with a storage control. */
const maxConfirmations = 6;

/** A token to remove, and what the removal reports about it. */
interface Removal {
  readonly code: string;
  /** The API to name in the removal request. */
  readonly apiId: string;
  /** Whether the token was gone before. If it is alive now, it came back. */
  readonly wasGone: boolean;
  /** Reads whether the token is alive. */
  readonly isAlive: () => Promise<boolean>;
  /** Called each time the token is alive although it was ended. */
  readonly onWrittenBack: () => void;
  /** Called after each removal, before the next read shows its effect. */
  readonly onRemoved: () => void;
  /** How many removals are still allowed. */
  readonly removalsLeft: number;
}

/**
 * Removes a token by its key, again and again, until it stays gone or no more removals are allowed.
 *
 * @returns Whether the token is gone.
 */
export async function removeUntilGone(context: MethodContext, token: Removal): Promise<boolean> {
  let wasEnded = token.wasGone;
  let removals = 0;
  let ineffectiveRemovals = 0;
  let quietReads = 0;
  let quietReadsNeeded = 1;
  while (quietReads < quietReadsNeeded) {
    if (!(await token.isAlive())) {
      quietReads += 1;
      continue;
    }
    quietReads = 0;
    if (wasEnded) {
      token.onWrittenBack();
      quietReadsNeeded = quietReadsInUse;
    }
    if (removals >= token.removalsLeft || ineffectiveRemovals >= maxIneffectiveRemovals)
      return false;
    // In a dry run the token stays alive.
    if (context.isDry && removals > 0) return false;
    removals += 1;
    const isRemoved = await removeOnce(context, token);
    ineffectiveRemovals = isRemoved ? 0 : ineffectiveRemovals + 1;
    wasEnded ||= isRemoved;
  }
  return true;
}

/** Removes a token's key once. Returns whether the gateway found the key. */
async function removeOnce(context: MethodContext, token: Removal): Promise<boolean> {
  try {
    const missingKeyError = await removeKey(context, token.code, token.apiId);
    token.onRemoved();
    return missingKeyError === undefined;
  } catch (error) {
    // The token may be gone, so it does not count as alive any more.
    if (error instanceof TykError && error.mayHaveBeenApplied) token.onRemoved();
    throw error;
  }
}

/** The result of {@link removeInUseToken}. */
interface RemovalResult {
  readonly isAlive: boolean;
  readonly writtenBack: number;
  /** Why the token may be alive although it was not found. */
  readonly uncertainty?: string;
}

/**
 * Removes one token that may be in use. A request in flight may store the token again after a read found it gone, and no token is
 * found while storage is down (trap 28). So the token is read again with a storage control, and removed again if it is back.
 */
export async function removeInUseToken(
  context: MethodContext,
  code: string,
  apiId: string | undefined,
): Promise<RemovalResult> {
  let writtenBack = 0;
  let removalsLeft = maxRemovals;
  const token = {
    code,
    apiId: apiId ?? "",
    isAlive: async () => (await sessionOfCode(context, code)) !== undefined,
    onWrittenBack: () => (writtenBack += 1),
    onRemoved: () => (removalsLeft -= 1),
  };
  for (let confirmations = 1; ; confirmations += 1) {
    const wasGone = confirmations > 1;
    try {
      if (!(await removeUntilGone(context, { ...token, wasGone, removalsLeft })))
        return { isAlive: true, writtenBack };
      const isAlive = (await readConfirmedSession(context, code, apiId)) !== undefined;
      if (!isAlive || confirmations === maxConfirmations) return { isAlive, writtenBack };
    } catch (error) {
      if (!(error instanceof TykIncompleteError)) throw error;
      return { isAlive: false, writtenBack, uncertainty: error.message };
    }
  }
}

import { TykError } from "../../errors/base.ts";
import { TykIncompleteError } from "../../errors/method.ts";
import type { MethodContext } from "../method-context.ts";
import { confirmedSession } from "./confirmed-session.ts";
import { removeKey, sessionOfCode } from "./sessions.ts";

/**
 * A token that is in use comes back: each request that was in flight while the token was removed stores its session again
 * (trap 24). On 5.14.0, with 32 connections, a token came back up to 21 times; once it stayed away for 20 reads it stayed away.
 */
const quietReads = 20;
/** A token that still comes back after so many removals is reported as alive. */
export const maxRemovals = 200;
/** A removal that finds no key, of a key that is there, did nothing: storage is down (trap 28). It is tried so often. */
const maxIneffectiveRemovals = 3;
/** How often a single token that is back after a control is removed again. */
const maxRounds = 6;

/** What the removal of one token needs. */
export interface Removable {
  readonly code: string;
  /** The API to name in the removal. */
  readonly apiId: string;
  /** Whether it was seen to be gone before, so that it came back if it is there. */
  readonly wasGone: boolean;
  /** Reads whether it is there. */
  readonly isThere: () => Promise<boolean>;
  /** Called each time it is there although it was ended. */
  readonly onWrittenBack: () => void;
  /** Called after each removal, before it is known what became of it. */
  readonly onRemoved: () => void;
  /** How many more removals there may be. */
  readonly allowed: number;
}

/**
 * Removes a token by its key, again and again until it stays away, or no more removals are allowed.
 *
 * @returns Whether it stays away.
 */
export async function removeUntilAway(context: MethodContext, token: Removable): Promise<boolean> {
  let isEnded = token.wasGone;
  let wanted = 1;
  let away = 0;
  let ineffectiveRemovals = 0;
  for (let removals = 0; away < wanted;) {
    if (!(await token.isThere())) {
      away += 1;
      continue;
    }
    if (isEnded) {
      token.onWrittenBack();
      wanted = quietReads;
    }
    if (
      removals >= token.allowed ||
      ineffectiveRemovals >= maxIneffectiveRemovals ||
      (context.isDry && removals > 0)
    )
      return false;
    removals += 1;
    away = 0;
    let isRemoved: boolean;
    try {
      isRemoved = (await removeKey(context, token.code, token.apiId)) === undefined;
    } catch (error) {
      // Gone, most likely, and not known to be alive any more.
      if (error instanceof TykError && error.mayHaveBeenApplied) token.onRemoved();
      throw error;
    }
    token.onRemoved();
    ineffectiveRemovals = isRemoved ? 0 : ineffectiveRemovals + 1;
    isEnded ||= isRemoved;
  }
  return true;
}

/** How the removal of a single token ended. */
export interface Removal {
  readonly isThere: boolean;
  readonly writtenBack: number;
  /** Why it may be there although it was not found. */
  readonly uncertainty?: string;
}

/**
 * Removes one token that may be in use: what one read does not find, a request in flight may store again before the next, and
 * nothing is found while storage is down (trap 28). So it is read again, with a control in between, and if it is back it is
 * removed again until it stays away.
 */
export async function removeInUseToken(
  context: MethodContext,
  code: string,
  apiId: string | undefined,
): Promise<Removal> {
  let writtenBack = 0;
  let allowed = maxRemovals;
  const isThere = async (): Promise<boolean> => (await sessionOfCode(context, code)) !== undefined;
  const token = {
    code,
    apiId: apiId ?? "",
    isThere,
    onWrittenBack: () => (writtenBack += 1),
    onRemoved: () => (allowed -= 1),
  };
  for (let rounds = 1; ; rounds += 1) {
    if (!(await removeUntilAway(context, { ...token, wasGone: rounds > 1, allowed })))
      return { isThere: true, writtenBack };
    try {
      const isBack = (await confirmedSession(context, code, apiId)) !== undefined;
      if (!isBack || rounds === maxRounds) return { isThere: isBack, writtenBack };
    } catch (error) {
      if (!(error instanceof TykIncompleteError)) throw error;
      return { isThere: false, writtenBack, uncertainty: error.message };
    }
  }
}

import { TykError } from "../../errors/base.ts";
import type { Verb } from "../verb.ts";
import { removeKey } from "./sessions.ts";

/**
 * A token that is in use comes back: each request that was in flight while the token was removed stores its session again
 * (trap 24). On 5.14.0, with 32 connections, a token came back up to 21 times; once it stayed away for 20 reads it stayed away.
 */
const quietReads = 20;
/** A token that still comes back after so many removals is reported as alive. */
export const maxRemovals = 200;

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

/** Removes a token by its key, again and again until it stays away, or no more removals are allowed. */
export async function removeUntilAway(verb: Verb, token: Removable): Promise<void> {
  let isEnded = token.wasGone;
  let wanted = 1;
  let away = 0;
  for (let removals = 0; away < wanted;) {
    if (!(await token.isThere())) {
      away += 1;
      continue;
    }
    if (isEnded) {
      token.onWrittenBack();
      wanted = quietReads;
    }
    if (removals >= token.allowed || (verb.isDry && removals > 0)) return;
    removals += 1;
    away = 0;
    try {
      await removeKey(verb, token.code, token.apiId);
    } catch (error) {
      // Gone, most likely, and not known to be alive any more.
      if (error instanceof TykError && error.mayHaveBeenApplied) token.onRemoved();
      throw error;
    }
    token.onRemoved();
    isEnded = true;
  }
}

/** How the removal of a single token ended. */
export interface Removal {
  readonly isThere: boolean;
  readonly writtenBack: number;
}

/**
 * Removes one token that may be in use: what one read does not find, a request in flight may store again before the next. So
 * it is read twice more, and if it is back it is removed again until it stays away.
 */
export async function removeOne(
  verb: Verb,
  code: string,
  apiId: string,
  isThere: () => Promise<boolean>,
): Promise<Removal> {
  let writtenBack = 0;
  let allowed = maxRemovals;
  const token = {
    code,
    apiId,
    isThere,
    onWrittenBack: () => (writtenBack += 1),
    onRemoved: () => (allowed -= 1),
  };
  for (let wasGone = false; ; wasGone = true) {
    await removeUntilAway(verb, { ...token, wasGone, allowed });
    const isBack = (await isThere()) || (await isThere());
    if (!isBack || allowed <= 0) return { isThere: isBack, writtenBack };
  }
}

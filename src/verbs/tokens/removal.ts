import type { Verb } from "../verb.ts";
import type { Seen } from "./known-tokens.ts";
import { removeKey } from "./sessions.ts";

/**
 * A token that is in use comes back: each request that was in flight while the token was removed stores its session again
 * (trap 24). On 5.14.0, with 32 connections, a token came back up to 21 times; once it stayed away for 20 reads it stayed away.
 */
const quietReads = 20;
/** A token that still comes back after so many removals is reported as alive. */
const maxRemovals = 200;

/** What the removal of one token needs. */
export interface Removable {
  readonly code: string;
  /** The API to name in the removal. */
  readonly apiId: string;
  /** Whether it was ended before, so that it came back if it is there. */
  readonly wasEnded: boolean;
  /** Reads whether it is there. */
  readonly see: () => Promise<Seen>;
  /** Called before each removal of a token that came back. */
  readonly onWrittenBack: () => void;
  /** Called after each removal, before it is known what became of it. */
  readonly onRemoved: () => void;
}

/** Removes a token by its key, again and again until it stays away, or {@link maxRemovals} is reached. */
export async function removeUntilAway(verb: Verb, token: Removable): Promise<Seen> {
  let { wasEnded } = token;
  let wanted = 1;
  let away = 0;
  for (let removals = 0; ; ) {
    const seen = await token.see();
    if (seen === "unread") return seen;
    if (seen === "gone") {
      away += 1;
      if (away >= wanted) return seen;
      continue;
    }
    if (wasEnded) {
      token.onWrittenBack();
      wanted = quietReads;
    }
    if (removals >= maxRemovals || (verb.isDry && removals > 0)) return seen;
    removals += 1;
    away = 0;
    await removeKey(verb, token.code, token.apiId);
    wasEnded = true;
    token.onRemoved();
  }
}

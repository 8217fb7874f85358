import type { ApiTokens, BeyondReach, EndingReport } from "../../errors/reports.ts";
/** Creates the entry for copies of a client on APIs that cannot be searched (trap 40). */
export function copiesElsewhere(unsearched: readonly string[]): BeyondReach {
  const alsoUnsearched =
    unsearched.length === 0
      ? ""
      : `; this gateway does not show the clients of the APIs ${unsearched.join(", ")}, which do not use OAuth now`;
  return {
    state: "unverified",
    what: "copies on other APIs",
    reason: `a copy of the client on a removed API stays stored, and its secret and its tokens work again when the API comes back${alsoUnsearched}`,
  };
}

/** What no gateway lists. */
export const beyondReach: readonly BeyondReach[] = [
  {
    state: "unverified",
    what: "refresh tokens",
    reason:
      "no list names a refresh token whose access token has expired or dropped off the list: until it expires, it can issue new tokens while its client exists, or after the client's id is created again",
  },
  {
    state: "unverified",
    what: "authorization codes",
    reason: "no list names a code that is not exchanged yet; it stays valid for some minutes",
  },
];

/** Why a token is still alive after many removals. */
export const writtenBackReason =
  "it came back after each removal: requests that are in flight store it again (trap 24)";

/** Says why a removed token is still alive. */
export function aliveReason(writtenBack: number): string {
  return writtenBack > 0
    ? writtenBackReason
    : "the gateway did not remove it: its storage may be failing";
}

/** Whether the tokens of an API are gone. */
export function isProved({ state }: ApiTokens): boolean {
  return state === "refused-at-api" || state === "gone-from-storage";
}

/** Says for each reason on which APIs it leaves tokens without a proof, and what to do. */
export function describeUnproved({ apis }: EndingReport): string {
  const byReason = new Map<string, string[]>();
  for (const api of apis) {
    if (isProved(api)) continue;
    const reason =
      api.reason ?? (api.state === "still-alive" ? "tokens are still alive" : "unknown");
    byReason.set(reason, [...(byReason.get(reason) ?? []), api.apiId]);
  }
  const reasons = [...byReason].map(([reason, apiIds]) => `${reason} (${apiIds.join(", ")})`);
  return reasons.length === 0 ? "see the report" : reasons.join("; ");
}

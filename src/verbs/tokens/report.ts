/**
 * The state of a token, or of a client's tokens on one API:
 *
 * - `"refused-at-api"`: gone from the gateway's storage for longer than its session cache keeps a token, so the API refuses it.
 * - `"gone-from-storage"`: gone from storage, but the session cache may accept it for up to ten more seconds (trap 16).
 * - `"still-alive"`: still in storage.
 * - `"unverified"`: unknown; the field `reason` says why.
 */
export type TokenState = "refused-at-api" | "gone-from-storage" | "still-alive" | "unverified";

/** The state of a client's access tokens on one API. */
export interface ApiTokens {
  /** The API's `api_id`. */
  readonly apiId: string;
  /** The weakest state of all tokens. */
  readonly state: TokenState;
  /** How many known tokens are in this state. With `"unverified"` it is 0 if only unlisted tokens are uncertain. */
  readonly count: number;
  /** How many known tokens are gone. */
  readonly ended: number;
  /**
   * How often tokens were stored again after they were ended, by requests that were in flight (trap 24; gateways before 5.15). If
   * it is above 0, somebody was using the tokens.
   */
  readonly writtenBack: number;
  /** Why the state is not certain. */
  readonly reason?: string;
  /** When the tokens were last read, as an ISO 8601 string. */
  readonly checkedAt: string;
}

/** One kind of thing that no list of the gateway names, so no client can find or end it. */
export interface BeyondReach {
  readonly state: "unverified";
  /** The kind. */
  readonly what: "refresh tokens" | "authorization codes" | "copies on other APIs";
  /** Why it is out of reach, and for how long it stays valid. */
  readonly reason: string;
}

/** The state of tokens after a method ended them. Plain JSON without secrets, tokens or hashes. */
export interface EndingReport {
  /** The gateway's origin. */
  readonly gateway: string;
  /** When the method started, as an ISO 8601 string. */
  readonly startedAt: string;
  /** Whether this was a dry run, which ends nothing. */
  readonly dryRun: boolean;
  /** One entry per API. */
  readonly apis: readonly ApiTokens[];
  /** What no list names. Every report has these entries, because nothing shows whether such tokens exist. */
  readonly beyondReach: readonly BeyondReach[];
}

/** The state of a client's tokens after a method ended them. Plain JSON without secrets, tokens or hashes. */
export interface TokensReport extends EndingReport {
  /** The client's `client_id`. */
  readonly clientId: string;
}

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

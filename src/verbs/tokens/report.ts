/**
 * What is known of a token, or of the tokens of a client on one API:
 *
 * - `"refused-at-api"`: gone from the gateway's storage for longer than its session cache keeps a token, so that the API refuses it.
 * - `"gone-from-storage"`: gone, but the session cache may let it in for some seconds more, as the cache was not waited out.
 * - `"still-alive"`: in storage.
 * - `"unverified"`: it cannot be told.
 */
export type TokenState = "refused-at-api" | "gone-from-storage" | "still-alive" | "unverified";

/** What is known of a client's access tokens on one API. */
export interface ApiTokens {
  /** The API's `api_id`. */
  readonly apiId: string;
  /** The weakest of what is known of them. */
  readonly state: TokenState;
  /** How many tokens are known to be in that state; 0 with `"unverified"` where only tokens that cannot be listed are in doubt. */
  readonly count: number;
  /** How many tokens were found and are gone now. */
  readonly ended: number;
  /**
   * How often tokens were stored again after they were ended, by requests that were in flight (gateways before 5.15). A number
   * above 0 means that somebody was using them.
   */
  readonly writtenBack: number;
  /** Why no more is known. */
  readonly reason?: string;
  /** When it was last looked at, as an ISO 8601 text. */
  readonly checkedAt: string;
}

/** What no list of the gateway names, and so nobody can find or end. */
export interface BeyondReach {
  readonly state: "unverified";
  /** What it is. */
  readonly what: "refresh tokens" | "authorization codes" | "copies on other APIs";
  /** Why it cannot be reached, and what to do. */
  readonly reason: string;
}

/** What became of a client's tokens: plain JSON, without a secret, a token or a hash. */
export interface TokensReport {
  /** The client's `client_id`. */
  readonly clientId: string;
  /** The gateway's origin. */
  readonly gateway: string;
  /** When the verb began, as an ISO 8601 text. */
  readonly startedAt: string;
  /** Whether it is the report of a dry run, in which nothing was ended. */
  readonly dryRun: boolean;
  /** Each API. */
  readonly apis: readonly ApiTokens[];
  /** What nothing lists; it is there whether there are such tokens or not, since nobody can know. */
  readonly beyondReach: readonly BeyondReach[];
}

/** Why copies of a client can be left where nobody can look. */
export function copiesElsewhere(unsearched: readonly string[]): BeyondReach {
  const shown =
    unsearched.length === 0
      ? ""
      : `; this gateway does not show the clients of the APIs ${unsearched.join(", ")}, which are not OAuth now`;
  return {
    state: "unverified",
    what: "copies on other APIs",
    reason: `a copy of the client on an API that was removed stays stored, and its secret and its tokens work again when the API comes back${shown}`,
  };
}

/** What nothing lists, always. */
export const beyondReach: readonly BeyondReach[] = [
  {
    state: "unverified",
    what: "refresh tokens",
    reason:
      "those whose access token has lapsed or dropped off the list are listed nowhere: they can mint until they lapse, for as long as the client exists or its id is made again",
  },
  {
    state: "unverified",
    what: "authorization codes",
    reason: "those that are not exchanged yet are listed nowhere, and live for some minutes",
  },
];

/** Why a token is alive that was removed again and again. */
export const writtenBackReason =
  "it came back after each removal: requests that are in flight store it again (trap 24)";

/** Why a token is alive that was removed, by how often it came back. */
export function aliveReason(writtenBack: number): string {
  return writtenBack > 0
    ? writtenBackReason
    : "the gateway did not remove it: its storage may be failing";
}

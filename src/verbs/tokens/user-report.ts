import type { BeyondReach, EndingReport } from "./report.ts";

/** A client that has issued tokens of the user, and what is known of the refresh tokens that it holds for the user. */
export interface UserClient {
  /** The client's `client_id`. */
  readonly clientId: string;
  /**
   * `"revoked"`: the user's listed refresh tokens were revoked with the client's secret. `"may-be-alive"`: the client may still
   * issue new tokens for the user.
   */
  readonly refreshTokens: "revoked" | "may-be-alive";
  /** Why, and what to do if refresh tokens may be alive. */
  readonly reason: string;
}

/** What happened to the refresh tokens that the caller passed. */
export interface PassedRefreshTokens {
  /** How many were passed. */
  readonly count: number;
  /** How many revocations the gateway confirmed. */
  readonly confirmed: number;
  /** A confirmation proves nothing: the gateway confirms any token (trap 17). */
  readonly state: "unverified";
  /** Why the state is not certain. */
  readonly reason: string;
}

/** The state of a user's tokens after `tokens.revokeByUser` ended them. Plain JSON without secrets, tokens, hashes or user data. */
export interface UserTokensReport extends EndingReport {
  /** Each client of the user's tokens that were found, sorted by its id. */
  readonly clients: readonly UserClient[];
  /** The refresh tokens that were passed; missing if none were. */
  readonly refreshTokens?: PassedRefreshTokens;
}

/** What to do about a client that may hold refresh tokens of the user. */
export const refreshAdvice =
  "Until they expire, its refresh tokens can issue new tokens for the user. Pass them as refreshTokens, or call tokens.revokeAll or clients.cutOff for this client, which ends the tokens of all its users. A shorter oauth_refresh_token_expire of the gateway limits later refresh tokens";

/** What no gateway lists of a user. */
export const userBeyondReach: readonly BeyondReach[] = [
  {
    state: "unverified",
    what: "refresh tokens",
    reason:
      "the gateway shows no refresh tokens: any client of the API may hold one of the user whose access token has expired or dropped off the list, and it can issue new tokens until it expires",
  },
  {
    state: "unverified",
    what: "authorization codes",
    reason: "no list names a code that is not exchanged yet; it stays valid for some minutes",
  },
];

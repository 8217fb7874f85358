import type { BeyondReach } from "../../errors/reports.ts";

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

import type { TykErrorCode, TykOutcome } from "./codes.ts";

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
  /** How far the sweep of all keys came. Only in the report of an error that ended the method early. */
  readonly sweep?: SweepCount;
}

/** How far a sweep of all keys came. */
export interface SweepCount {
  /** How many keys of the last list were read. */
  readonly done: number;
  /** How many keys of the last list had to be read. */
  readonly total: number;
}

/** How far `tokens.find` came before an error ended it. */
export interface SearchReport {
  readonly kind: "search";
  /** How far the sweep of all keys came; missing if it had not started. */
  readonly sweep?: SweepCount;
  /** How many tokens were found. */
  readonly found: number;
}

/** The state of a client's tokens after a method ended them. Plain JSON without secrets, tokens or hashes. */
export interface TokensReport extends EndingReport {
  /** `"cut-off"` in a {@link CutOffReport}. */
  readonly kind: "tokens" | "cut-off";
  /** The client's `client_id`. */
  readonly clientId: string;
}

/** The state of a client's secret on one API after `clients.cutOff`. */
export interface CutOffSecret {
  /** The API's `api_id`. */
  readonly apiId: string;
  /**
   * Whether the leaked secret still works there. `"replaced-by-gateway"` means that the gateway created the new secret,
   * because the client's document cannot be written back unchanged, or because the gateway refused it. That secret is not
   * the one that was passed or staged.
   */
  readonly secret: "replaced" | "replaced-by-gateway" | "unchanged" | "unknown";
  /** The error's code, if the secret was not replaced. */
  readonly code?: TykErrorCode;
}

/** The evidence of how far a client is cut off: plain JSON without a secret, a token or a hash. */
export interface CutOffReport extends TokensReport {
  readonly kind: "cut-off";
  /** The state of the secret on each API. */
  readonly secrets: readonly CutOffSecret[];
}

/** The result for one copy of a client, if a method could not process all copies. */
export interface CopyReport {
  /** The API's `api_id`. */
  readonly apiId: string;
  /** Whether the method succeeded on this API. */
  readonly done: boolean;
  /** What is known of the change on this API. */
  readonly outcome: TykOutcome;
  /** The error's code, if `done` is `false`. */
  readonly code?: TykErrorCode;
  /** The error's message, if `done` is `false`. */
  readonly reason?: string;
}

/** The report of a {@link TykIncompleteError} if a method succeeded on some copies of a client and failed on others. */
export interface CopiesReport {
  readonly kind: "copies";
  /** The client's `client_id`. */
  readonly clientId: string;
  /** The result for each copy, in the order of processing. */
  readonly apis: readonly CopyReport[];
}

/** The secret that a copy had when it was read after the failed rotation. */
export interface RotatedCopy {
  /** The API's `api_id`. */
  readonly apiId: string;
  /** `"old"` or `"new"`. `"unknown"` if the copy has another secret, is gone, or could not be read. */
  readonly secret: "old" | "new" | "unknown";
}

/** The report of a {@link TykIncompleteError} after a rotation that failed and was rolled back: plain JSON without secrets. */
export interface RotationReport {
  readonly kind: "rotation";
  /** The client's `client_id`. */
  readonly clientId: string;
  /** The step that failed: setting the secret on an API, or the caller's `activate` function. */
  readonly failed: "set" | "activate";
  /** The error's code. Missing if the caller's `activate` function threw. */
  readonly code?: TykErrorCode;
  /** Each copy that may have received the new secret. */
  readonly apis: readonly RotatedCopy[];
}

/** The report of a {@link TykIncompleteError} if the clients of an API cannot be listed. */
export interface BrokenIndexReport {
  readonly kind: "broken-index";
  /** The APIs whose index names a client whose record is gone. */
  readonly brokenApis: readonly string[];
}

/** The report of a repair: plain JSON without secrets. */
export interface IndexReport {
  readonly kind: "index-repair";
  /** The API's `api_id`. */
  readonly apiId: string;
  /** Whether the API's clients can be listed now. */
  readonly healed: boolean;
  /** The candidates that had no record. They were deleted, which removes them from the index. */
  readonly removed: readonly string[];
  /** The candidates that exist, and were left alone. */
  readonly kept: readonly string[];
  /** The candidates that had no record, but were left alone because one of their tokens could not be ended. */
  readonly unproved: readonly string[];
  /** The reports of the tokens that candidates without a record had left behind. */
  readonly tokens: readonly TokensReport[];
}

/** The report of a {@link TykIncompleteError} if it is uncertain whether a client exists. Plain JSON without secrets. */
export interface ClientLookupReport {
  readonly kind: "client-lookup";
  /** The API's `api_id`. */
  readonly apiId: string;
  /** The client's `client_id`. */
  readonly clientId: string;
  readonly state: "unverified";
  /** Why the gateway's 404 proves nothing. */
  readonly reason: string;
}

/** The report of a {@link TykIncompleteError} if a list seems empty, or a key seems missing. Plain JSON without secrets. */
export interface AbsenceReport {
  readonly kind: "absence";
  readonly state: "unverified";
  /** Why the gateway's empty list or 404 proves nothing. */
  readonly reason: string;
}

/** The report of a {@link TykIterator.toArray} that found more items than its limit. */
export interface ToArrayReport {
  readonly kind: "to-array";
  readonly limit: number;
  /** The list has at least one more item than the limit. */
  readonly state: "more-than-limit";
}

/** The report of a {@link TykIncompleteError} if it is uncertain whether a listed token exists. Plain JSON without secrets. */
export interface ListedTokenReport {
  readonly kind: "listed-token";
  /** The API's `api_id`. */
  readonly apiId: string;
  readonly state: "still-alive" | "unverified";
  /** Why the gateway's 404 proves nothing. */
  readonly reason: string;
}

/** A {@link TokensReport} that is not a {@link CutOffReport}. */
export type RevocationReport = TokensReport & { readonly kind: "tokens" };

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
  readonly kind: "user-tokens";
  /** Each client of the user's tokens that were found, sorted by its id. */
  readonly clients: readonly UserClient[];
  /** The refresh tokens that were passed; missing if none were. */
  readonly refreshTokens?: PassedRefreshTokens;
}

/** Every report of an error, distinguished by `kind`. */
export type TykReport =
  | RevocationReport
  | UserTokensReport
  | CutOffReport
  | CopiesReport
  | RotationReport
  | BrokenIndexReport
  | IndexReport
  | ClientLookupReport
  | AbsenceReport
  | ListedTokenReport
  | SearchReport
  | ToArrayReport;

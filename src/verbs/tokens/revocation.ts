import type { TokenState } from "./report.ts";

/** A token that is known itself. */
export interface KnownToken {
  /**
   * The client that it was made for. The gateway takes any that exists, but it is this client's lists that show what became of
   * the token, and of others with it.
   */
  readonly clientId: string;
  /** The access token or the refresh token itself, never a listed hash. */
  readonly token: string;
  /** `"access_token"` or `"refresh_token"` (RFC 7009, 2.1); with anything else, and with none, both are tried. */
  readonly tokenTypeHint?: string | undefined;
}

/** A token whose list entry is known. */
export interface ListedToken {
  /** The API that the token's client is on. */
  readonly apiId: string;
  /** The entry's `code`: the token's hash, or where the gateway does not hash keys the token itself. */
  readonly listedCode: string;
}

/** A refresh token, on its API. */
export interface KnownRefreshToken {
  /** The API that the token's client is on. */
  readonly apiId: string;
  /** The refresh token itself. */
  readonly refreshToken: string;
}

/** What `tokens.revoke` ends. */
export type RevokeTarget = KnownToken | ListedToken | KnownRefreshToken;

/** An entry that the gateway dropped from a client's list though its token lives on. */
export interface DroppedToken {
  /** The API whose list it was on. */
  readonly apiId: string;
  /** The entry's `code`: end it with `tokens.revoke({ apiId, listedCode })`. */
  readonly listedCode: string;
}

/** What a revocation did, and what it did not. */
export interface TokenRevocation {
  /** What is known of the token; the gateway says yes to any, so that it is `"unverified"` where nothing shows that it was there. */
  readonly state: TokenState;
  /** Why no more is known. */
  readonly reason?: string;
  /** Tokens that live on and that the gateway took off the list by it, as it does with all that expire in the same second. */
  readonly dropped: readonly DroppedToken[];
  /** What belongs to the token and goes on. */
  readonly unreached: readonly ("access_token" | "refresh_token")[];
  /**
   * How often the token was stored again after it was removed, by requests that were in flight (gateways before 5.15): somebody
   * is using it.
   */
  readonly writtenBack: number;
}

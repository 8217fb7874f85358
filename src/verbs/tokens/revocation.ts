import type { TokenState } from "../../errors/reports.ts";

/** Names a token by the token itself. */
export interface KnownToken {
  /**
   * The `client_id` of the token's client. The gateway accepts any existing client, but only the lists of the token's own client
   * show whether the token and others were revoked.
   */
  readonly clientId: string;
  /** The access token or the refresh token itself, never a listed hash. */
  readonly token: string;
  /** `"access_token"` or `"refresh_token"` (RFC 7009, 2.1). Without a hint, or with another one, the gateway tries both. */
  readonly tokenTypeHint?: string | undefined;
}

/** Names a token by its code in a token list. */
export interface ListedToken {
  /** The `api_id` of the API whose list names the token. */
  readonly apiId: string;
  /** The entry's `code`: the token's hash, or the token itself if the gateway does not hash keys. */
  readonly listedCode: string;
}

/** Names a refresh token on its API. */
export interface KnownRefreshToken {
  /** The `api_id` of the API of the token's client. */
  readonly apiId: string;
  /** The refresh token itself. It is sent in the path of a URL, which proxies may log. */
  readonly refreshToken: string;
}

/** Names the token for `tokens.revoke`, in one of three ways. */
export type RevokeTarget = KnownToken | ListedToken | KnownRefreshToken;

/** A list entry that the gateway removed although its token is still alive. */
export interface DroppedToken {
  /** The `api_id` of the API whose list had the entry. */
  readonly apiId: string;
  /** The entry's `code`. End the token with `tokens.revoke({ apiId, listedCode })`. */
  readonly listedCode: string;
}

/** Result of `tokens.revoke`: what it ended, and what it did not end. */
export interface TokenRevocation {
  /** The token's state: `"unverified"` if nothing shows that the token existed. The gateway confirms any token (trap 17). */
  readonly state: TokenState;
  /** Why the state is not certain, or why the token is still alive. */
  readonly reason?: string;
  /** Other tokens that the revocation removed from the list, although they are alive: those of the same second (trap 12). */
  readonly dropped: readonly DroppedToken[];
  /** Which tokens of the same grant the revocation did not end (trap 15). */
  readonly unreached: readonly ("access_token" | "refresh_token")[];
  /**
   * How often the token was stored again after it was removed, by requests that were in flight (trap 24; gateways before 5.15). If
   * it is above 0, somebody is using the token.
   */
  readonly writtenBack: number;
}

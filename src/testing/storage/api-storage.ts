import type { Clock } from "../clock.ts";
import { ClientStore } from "./client-store.ts";
import { ExpiringMap } from "./expiring-map.ts";
import { TokenLists } from "./token-lists.ts";

/** What is stored for an authorization code. */
interface AuthorizationCodeRecord {
  readonly clientId: string;
  readonly clientRedirectUri: string;
  readonly redirectUri: string;
  readonly scope: string;
  /** The `key_rules` of the consent page, unparsed. */
  readonly keyRules: string;
}

/** What is stored for an access token and its refresh token. */
export interface TokenRecord {
  readonly clientId: string;
  readonly clientRedirectUri: string;
  readonly accessToken: string;
  /** "" if there is none. */
  readonly refreshToken: string;
  readonly redirectUri: string;
  readonly scope: string;
  /** The `key_rules` of the consent page, unparsed; `undefined` if there was no consent page. */
  readonly keyRules: string | undefined;
  /** Unix time in seconds. Revoking the token removes the list entries that expire in this second (Trap 12). */
  readonly assumedExpiry: number;
}

/** The OAuth storage of one API. */
export interface ApiStorage {
  readonly clients: ClientStore;
  readonly tokenLists: TokenLists;
  readonly authorizationCodes: ExpiringMap<AuthorizationCodeRecord>;
  /** By the token's code in lists. */
  readonly accessTokens: ExpiringMap<TokenRecord>;
  /** By the refresh token. */
  readonly refreshTokens: ExpiringMap<TokenRecord>;
}

export function createApiStorage(clock: Clock, retainSeconds: number): ApiStorage {
  return {
    clients: new ClientStore(),
    tokenLists: new TokenLists(clock, retainSeconds),
    authorizationCodes: new ExpiringMap(clock),
    accessTokens: new ExpiringMap(clock),
    refreshTokens: new ExpiringMap(clock),
  };
}

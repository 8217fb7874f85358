import { getUnixSeconds } from "../clock.ts";
import type { Clock } from "../clock.ts";
import { ClientStore } from "./client-store.ts";
import { ExpiringMap } from "./expiring-map.ts";
import { TokenLists } from "./token-lists.ts";
import type { TokenListEntry } from "./token-lists.ts";

/** What an authorization code stands for. */
export interface AuthorizationCodeRecord {
  readonly clientId: string;
  readonly clientRedirectUri: string;
  readonly redirectUri: string;
  readonly scope: string;
  /** The rules that the consent page sent, as text. */
  readonly keyRules: string;
}

/** What an access token or a refresh token stands for. */
export interface TokenRecord {
  readonly clientId: string;
  readonly clientRedirectUri: string;
  readonly accessToken: string;
  /** "" where there is none. */
  readonly refreshToken: string;
  readonly redirectUri: string;
  readonly scope: string;
  /** The rules that the consent page sent, as text; `undefined` where there was no consent page. */
  readonly keyRules: string | undefined;
  /** Unix time in seconds: the second that revoking the token takes out of its client's list. */
  readonly assumedExpiry: number;
}

/** All that the gateway keeps for one API's OAuth. */
export interface ApiStorage {
  readonly clients: ClientStore;
  readonly tokenLists: TokenLists;
  readonly authorizationCodes: ExpiringMap<AuthorizationCodeRecord>;
  /** By the token's code in lists. */
  readonly accessTokens: ExpiringMap<TokenRecord>;
  /** By the refresh token. */
  readonly refreshTokens: ExpiringMap<TokenRecord>;
}

export function createApiStorage(clock: Clock): ApiStorage {
  return {
    clients: new ClientStore(),
    tokenLists: new TokenLists(),
    authorizationCodes: new ExpiringMap(clock),
    accessTokens: new ExpiringMap(clock),
    refreshTokens: new ExpiringMap(clock),
  };
}

/** The tokens of a client that have not expired. As it reads them, the gateway cleans its lists of what it need not retain. */
export function listUnexpiredTokens(
  storage: ApiStorage,
  clientId: string,
  clock: Clock,
  retainSeconds: number,
): TokenListEntry[] {
  if (retainSeconds > 0)
    storage.tokenLists.removeExpiredBy(getUnixSeconds(clock) - retainSeconds, [clientId]);
  return storage.tokenLists.listUnexpired(clientId, getUnixSeconds(clock));
}

import { unixSeconds } from "../clock.ts";
import type { Clock } from "../clock.ts";
import { Clients } from "./clients.ts";
import { ExpiringMap } from "./expiring-map.ts";
import { TokenLists } from "./token-lists.ts";
import type { ListedToken } from "./token-lists.ts";

/** What an authorization code stands for. */
export interface GrantedCode {
  readonly clientId: string;
  readonly clientRedirectUri: string;
  readonly redirectUri: string;
  readonly scope: string;
  /** The rules that the consent page sent, as text. */
  readonly rules: string;
}

/** What an access token or a refresh token stands for. */
export interface GrantedAccess {
  readonly clientId: string;
  readonly clientRedirectUri: string;
  readonly accessToken: string;
  /** "" where there is none. */
  readonly refreshToken: string;
  readonly redirectUri: string;
  readonly scope: string;
  /** The rules that the consent page sent, as text; `undefined` where there was no consent page. */
  readonly rules: string | undefined;
  /** Unix time in seconds: the second that revoking the token takes out of its client's list. */
  readonly listedUntil: number;
}

/** All that the gateway keeps for one API's OAuth. */
export interface ApiStorage {
  readonly clients: Clients;
  readonly tokenLists: TokenLists;
  readonly codes: ExpiringMap<GrantedCode>;
  /** By the token's code in lists. */
  readonly access: ExpiringMap<GrantedAccess>;
  /** By the refresh token. */
  readonly refresh: ExpiringMap<GrantedAccess>;
}

export function createApiStorage(clock: Clock): ApiStorage {
  return {
    clients: new Clients(),
    tokenLists: new TokenLists(),
    codes: new ExpiringMap(clock),
    access: new ExpiringMap(clock),
    refresh: new ExpiringMap(clock),
  };
}

/** The tokens of a client that have not expired. As it reads them, the gateway cleans its lists of what it need not retain. */
export function listTokens(
  storage: ApiStorage,
  clientId: string,
  clock: Clock,
  retainSeconds: number,
): ListedToken[] {
  if (retainSeconds > 0)
    storage.tokenLists.removeUpTo(unixSeconds(clock) - retainSeconds, [clientId]);
  return storage.tokenLists.live(clientId, unixSeconds(clock));
}

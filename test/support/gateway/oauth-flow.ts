import type { Gateway } from "../../../src/testing/index.ts";
import { statusWith } from "./requests.ts";
import { clientId, initialSecret } from "./test-bed.ts";
import { redirectUri } from "./redirect-uri.ts";
import type { TestBed } from "./test-bed.ts";

/** The client that requests a token, and the API that it requests it from. */
export interface TokenRequester {
  readonly api?: string;
  readonly id?: string;
  readonly secret?: string;
}

/** An access token and its refresh token. */
export interface TokenPair {
  readonly access: string;
  readonly refresh: string;
}

interface TokenAnswer {
  readonly access_token?: string;
  readonly refresh_token?: string;
}

/** Requests a token. Returns `{}` if the gateway refuses. */
export async function requestToken(
  gateway: Gateway,
  fields: Record<string, string>,
  { api = "orders", id = clientId, secret = initialSecret }: TokenRequester = {},
): Promise<TokenAnswer> {
  const response = await gateway.fetch(`${gateway.url}/${api}/oauth/token/`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${id}:${secret}`)}` },
    body: new URLSearchParams(fields),
  });
  return response.ok ? ((await response.json()) as TokenAnswer) : {};
}

/** Issues an access token with client credentials. */
export async function issueToken(
  { gateway }: TestBed,
  asker: TokenRequester = {},
): Promise<string> {
  const fields = { grant_type: "client_credentials" };
  const { access_token } = await requestToken(gateway, fields, asker);
  if (access_token === undefined) throw new Error("no token was issued");
  return access_token;
}

/** Issues an access token and a refresh token with an authorization code. Key rules, if passed, replace the policy. */
export async function issueTokenPair(
  { gateway, raw }: TestBed,
  asker: TokenRequester = {},
  keyRules?: object,
): Promise<TokenPair> {
  const { api = "orders", id = clientId } = asker;
  const rules = keyRules === undefined ? {} : { key_rules: JSON.stringify(keyRules) };
  const answer = await raw.authorizeClient({
    path: { listenPath: `/${api}/` },
    body: { response_type: "code", client_id: id, redirect_uri: redirectUri, ...rules },
  });
  const code = "code" in answer ? answer.code : "";
  const fields = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
  return pairOf(await requestToken(gateway, fields, asker));
}

/** Exchanges a refresh token for a new pair. This ends the old access token. */
export async function refreshTokens(
  { gateway }: TestBed,
  token: string,
  asker: TokenRequester = {},
): Promise<TokenPair> {
  return pairOf(
    await requestToken(gateway, { grant_type: "refresh_token", refresh_token: token }, asker),
  );
}

/** Whether a refresh token still works. The check uses it up. */
export async function canRefresh(
  { gateway }: TestBed,
  token: string,
  asker: TokenRequester = {},
): Promise<boolean> {
  const fields = { grant_type: "refresh_token", refresh_token: token };
  return (await requestToken(gateway, fields, asker)).access_token !== undefined;
}

/** Returns the status of an API call with a token. */
export async function callApi(
  { gateway }: TestBed,
  token: string,
  api = "orders",
): Promise<number> {
  return statusWith(gateway, token, api);
}

/** Returns the codes in a client's token list. */
export async function listedCodes(
  { raw }: TestBed,
  apiId = "orders",
  id: string = clientId,
): Promise<string[]> {
  const answer = await raw.getOAuthClientTokens({ path: { apiID: apiId, keyName: id } });
  return Array.isArray(answer) ? answer.map(({ code }) => code) : [];
}

/** Returns the codes of all keys in storage. */
export async function keyCodes({ raw }: TestBed): Promise<string[]> {
  return (await raw.listKeys()).keys;
}

function pairOf({ access_token, refresh_token }: TokenAnswer): TokenPair {
  if (access_token === undefined || refresh_token === undefined)
    throw new Error("no pair of tokens was issued");
  return { access: access_token, refresh: refresh_token };
}

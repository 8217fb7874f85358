import type { Gateway } from "../../../src/testing/index.ts";
import { statusWith } from "./requests.ts";
import { clientId, initialSecret } from "./test-bed.ts";
import { redirectUri } from "./redirect-uri.ts";
import type { TestBed } from "./test-bed.ts";

/** Who asks an API for a token. */
export interface TokenRequester {
  readonly api?: string;
  readonly id?: string;
  readonly secret?: string;
}

/** An access token and the refresh token that came with it. */
export interface TokenPair {
  readonly access: string;
  readonly refresh: string;
}

interface TokenAnswer {
  readonly access_token?: string;
  readonly refresh_token?: string;
}

/** What the token endpoint gives, `{}` with a refusal. */
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

/** An access token by client credentials. */
export async function issueToken(
  { gateway }: TestBed,
  asker: TokenRequester = {},
): Promise<string> {
  const fields = { grant_type: "client_credentials" };
  const { access_token } = await requestToken(gateway, fields, asker);
  if (access_token === undefined) throw new Error("no token was minted");
  return access_token;
}

/** An access token and a refresh token, by a code that a user agreed to; with key rules under these instead of the policy. */
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

/** Takes a new pair for a refresh token; the old access token ends by it. */
export async function refreshTokens(
  { gateway }: TestBed,
  token: string,
  asker: TokenRequester = {},
): Promise<TokenPair> {
  return pairOf(
    await requestToken(gateway, { grant_type: "refresh_token", refresh_token: token }, asker),
  );
}

/** Whether a refresh token still mints. It is used up by it. */
export async function canRefresh(
  { gateway }: TestBed,
  token: string,
  asker: TokenRequester = {},
): Promise<boolean> {
  const fields = { grant_type: "refresh_token", refresh_token: token };
  return (await requestToken(gateway, fields, asker)).access_token !== undefined;
}

/** The status with which an API answers a token. */
export async function callApi(
  { gateway }: TestBed,
  token: string,
  api = "orders",
): Promise<number> {
  return statusWith(gateway, token, api);
}

/** The codes in a client's list. */
export async function listedCodes(
  { raw }: TestBed,
  apiId = "orders",
  id: string = clientId,
): Promise<string[]> {
  const answer = await raw.getOAuthClientTokens({ path: { apiID: apiId, keyName: id } });
  return Array.isArray(answer) ? answer.map(({ code }) => code) : [];
}

/** The codes of all keys in storage. */
export async function keyCodes({ raw }: TestBed): Promise<string[]> {
  return (await raw.listKeys()).keys;
}

function pairOf({ access_token, refresh_token }: TokenAnswer): TokenPair {
  if (access_token === undefined || refresh_token === undefined)
    throw new Error("no pair of tokens was minted");
  return { access: access_token, refresh: refresh_token };
}

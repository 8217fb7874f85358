import type {
  AuthorizeClientRequest,
  NewClientRequest,
  OAuthClient,
  TokenResponse,
} from "@tyk-oauth/sdk";
import type { CaseContext } from "./case.ts";

/** A redirect URI for clients that never use it. */
export const redirectUri = "https://r.example/cb";

/** The path of the operations on one client. */
export function clientPath(
  clientId: string,
  apiId = "orders",
): { readonly path: { readonly apiID: string; readonly keyName: string } } {
  return { path: { apiID: apiId, keyName: clientId } };
}

/** Creates a client with the raw operation, without the checks of the method: on `orders`, with the secret `s`. */
export async function createClient(
  { tyk }: CaseContext,
  client_id: string,
  more: Omit<NewClientRequest, "client_id"> = {},
): Promise<OAuthClient> {
  const body = { secret: "s", redirect_uri: redirectUri, api_id: "orders", policy_id: "gold" };
  return tyk.raw.createOAuthClient({ body: { client_id, ...body, ...more } });
}

/** Creates the copies of a client on both OAuth APIs. */
export async function createOnBothApis(
  context: CaseContext,
  clientId: string,
  more: Omit<NewClientRequest, "client_id"> = {},
): Promise<void> {
  for (const api_id of ["orders", "billing"])
    await createClient(context, clientId, { ...more, api_id });
}

/** Deletes a client with the raw operation, which leaves its tokens. */
export async function deleteClient(
  { tyk }: CaseContext,
  clientId: string,
  ...apiIds: readonly string[]
): Promise<void> {
  for (const apiId of apiIds.length === 0 ? ["orders"] : apiIds)
    await tyk.raw.deleteOAuthClient(clientPath(clientId, apiId));
}

/** Requests a code for a client of `orders`, as a consent page does. */
export async function requestCode(
  { tyk }: CaseContext,
  client_id: string,
  more: Partial<AuthorizeClientRequest> = {},
): Promise<string> {
  const body = { response_type: "code", client_id, redirect_uri: redirectUri, ...more };
  const granted = await tyk.raw.authorizeClient({ path: { listenPath: "/orders/" }, body });
  return "code" in granted ? granted.code : "";
}

/** A token and its refresh token. */
export interface Tokens {
  readonly access: string;
  readonly refresh: string;
}

/** Exchanges a code. */
export async function exchangeCode(
  { app }: CaseContext,
  credentials: string,
  code: string,
  redirect_uri: string = redirectUri,
): Promise<Tokens> {
  const form = { grant_type: "authorization_code", code, redirect_uri };
  const { access_token, refresh_token = "" } = await app.token(credentials, form);
  return { access: access_token, refresh: refresh_token };
}

/** Requests a code for a client of `orders` with the secret `s`, and exchanges it. */
export async function requestTokens(
  context: CaseContext,
  clientId: string,
  redirect_uri: string = redirectUri,
): Promise<Tokens> {
  const code = await requestCode(context, clientId, { redirect_uri });
  return exchangeCode(context, `${clientId}:s`, code, redirect_uri);
}

/** Requests another access token. */
export function refresh(
  { app }: CaseContext,
  credentials: string,
  refreshToken: string,
): Promise<TokenResponse> {
  return app.token(credentials, { grant_type: "refresh_token", refresh_token: refreshToken });
}

/** A raw response. */
export interface RawResponse {
  readonly status: number;
  readonly body: string;
}

/** Sends a request with the gateway's secret and without the SDK, which would refuse it. Redirects are not followed. */
export async function sendWithoutSdk(
  { control }: CaseContext,
  method: string,
  path: string,
  body?: object,
): Promise<RawResponse> {
  const { url, secret, fetch } = control;
  const isForm = body instanceof URLSearchParams;
  const type = isForm ? "application/x-www-form-urlencoded" : "application/json";
  const response = await fetch(`${url}${path}`, {
    method,
    redirect: "manual",
    headers: { "x-tyk-authorization": secret, ...(body ? { "content-type": type } : {}) },
    ...(body ? { body: isForm ? body.toString() : JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: await response.text() };
}

import type {
  AuthorizeClientRequest,
  NewClientRequest,
  OAuthClient,
  TokenResponse,
} from "@tyk-oauth/sdk";
import type { World } from "./world.ts";

/** A redirect URI for clients that never use it. */
export const redirectUri = "https://r.example/cb";

/** The path of the operations on one client. */
export function at(
  clientId: string,
  apiId = "orders",
): { readonly path: { readonly apiID: string; readonly keyName: string } } {
  return { path: { apiID: apiId, keyName: clientId } };
}

/** Makes a client by the gateway's own create, without the looks of the verb: on "orders", with the secret "s". */
export async function make(
  { tyk }: World,
  client_id: string,
  more: Omit<NewClientRequest, "client_id"> = {},
): Promise<OAuthClient> {
  const body = { secret: "s", redirect_uri: redirectUri, api_id: "orders", policy_id: "gold" };
  return tyk.raw.createOAuthClient({ body: { client_id, ...body, ...more } });
}

/** Makes the copies of a client on both OAuth APIs. */
export async function makeOnBoth(
  world: World,
  clientId: string,
  more: Omit<NewClientRequest, "client_id"> = {},
): Promise<void> {
  for (const api_id of ["orders", "billing"]) await make(world, clientId, { ...more, api_id });
}

/** Deletes a client by the gateway's own delete, which leaves its tokens. */
export async function remove(
  { tyk }: World,
  clientId: string,
  ...apiIds: readonly string[]
): Promise<void> {
  for (const apiId of apiIds.length === 0 ? ["orders"] : apiIds)
    await tyk.raw.deleteOAuthClient(at(clientId, apiId));
}

/** Has a code made for a client of "orders", as the gateway itself grants it to a consent page. */
export async function codeFor(
  { tyk }: World,
  client_id: string,
  more: Partial<AuthorizeClientRequest> = {},
): Promise<string> {
  const body = { response_type: "code", client_id, redirect_uri: redirectUri, ...more };
  const granted = await tyk.raw.authorizeClient({ path: { listenPath: "/orders/" }, body });
  return "code" in granted ? granted.code : "";
}

/** A token and the refresh token that belongs to it. */
export interface Tokens {
  readonly access: string;
  readonly refresh: string;
}

/** Exchanges a code. */
export async function exchange(
  { app }: World,
  credentials: string,
  code: string,
  redirect_uri: string = redirectUri,
): Promise<Tokens> {
  const form = { grant_type: "authorization_code", code, redirect_uri };
  const { access_token, refresh_token = "" } = await app.token(credentials, form);
  return { access: access_token, refresh: refresh_token };
}

/** Has a code made for a client of "orders" with the secret "s", and exchanges it. */
export async function consent(
  world: World,
  clientId: string,
  redirect_uri: string = redirectUri,
): Promise<Tokens> {
  const code = await codeFor(world, clientId, { redirect_uri });
  return exchange(world, `${clientId}:s`, code, redirect_uri);
}

/** Asks the token endpoint for another access token. */
export function refresh(
  { app }: World,
  credentials: string,
  refreshToken: string,
): Promise<TokenResponse> {
  return app.token(credentials, { grant_type: "refresh_token", refresh_token: refreshToken });
}

/** An answer as it came. */
export interface BareAnswer {
  readonly status: number;
  readonly body: string;
}

/** A request with the gateway's secret, made without the SDK, which would refuse to send it. Redirects are not followed. */
export async function bare(
  { control }: World,
  method: string,
  path: string,
  body?: object,
): Promise<BareAnswer> {
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

import type { Gateway } from "../../../src/testing/index.ts";
import { redirectUri } from "./redirect-uri.ts";

/** A response whose body was read. */
export interface ReadResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined if it is not JSON. */
  readonly json: unknown;
}

export async function readResponse(response: Response): Promise<ReadResponse> {
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text) as unknown;
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, text, json };
}

/** Calls the control API with the secret. */
export async function callControl(
  gateway: Gateway,
  method: string,
  path: string,
  body?: unknown,
): Promise<ReadResponse> {
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = { "x-tyk-authorization": gateway.secret };
  return readResponse(
    await gateway.fetch(`${gateway.controlUrl}${path}`, {
      method,
      headers,
      redirect: "manual",
      ...init,
    }),
  );
}

/**
 * Returns the status of a control API call, with the body if it is a list or if requested; or how the
 * connection ended.
 */
export async function controlOutcome(
  gateway: Gateway,
  method: string,
  path: string,
  body?: unknown,
  show: "list" | "message" = "list",
): Promise<string> {
  try {
    const { status, json } = await callControl(gateway, method, path, body);
    if (Array.isArray(json)) return `${status} ${JSON.stringify(json)}`;
    if (show === "list") return String(status);
    return `${status} ${(json as { message: string }).message}`;
  } catch (error) {
    return (error as { cause: { code: string } }).cause.code;
  }
}

/** Sends a form to the control API with the secret. */
export async function postControlForm(
  gateway: Gateway,
  path: string,
  fields: Record<string, string>,
): Promise<ReadResponse> {
  const headers = { "x-tyk-authorization": gateway.secret };
  const body = new URLSearchParams(fields);
  return readResponse(
    await gateway.fetch(`${gateway.controlUrl}${path}`, { method: "POST", headers, body }),
  );
}

/** Calls authorize-client, as a consent page does. */
export async function postConsent(
  gateway: Gateway,
  fields: Record<string, string>,
  api = "orders",
): Promise<ReadResponse> {
  const headers = { "x-tyk-authorization": gateway.secret };
  const body = new URLSearchParams(fields);
  return readResponse(
    await gateway.fetch(`${gateway.url}/${api}/tyk/oauth/authorize-client/`, {
      method: "POST",
      headers,
      body,
    }),
  );
}

/** Creates a client with the secret `s` on one API, or on those of its policy. */
export async function addClient(
  gateway: Gateway,
  id: string,
  more: Record<string, unknown> = {},
): Promise<void> {
  const document = {
    client_id: id,
    secret: "s",
    redirect_uri: redirectUri,
    api_id: "orders",
    policy_id: "gold",
    ...more,
  };
  const { status, text } = await callControl(
    gateway,
    "POST",
    "/tyk/oauth/clients/create",
    document,
  );
  if (status !== 200) throw new Error(`create: ${status} ${text}`);
}

/** Calls an API's token endpoint as a client. */
export async function postToken(
  gateway: Gateway,
  clientId: string,
  fields: Record<string, string>,
  api = "orders",
): Promise<ReadResponse> {
  const headers = { authorization: `Basic ${btoa(`${clientId}:s`)}` };
  const body = new URLSearchParams(fields);
  return readResponse(
    await gateway.fetch(`${gateway.url}/${api}/oauth/token/`, { method: "POST", headers, body }),
  );
}

/** Issues an access token by client credentials. */
export async function tokenFor(
  gateway: Gateway,
  clientId: string,
  api = "orders",
): Promise<string> {
  const { json, text } = await postToken(
    gateway,
    clientId,
    { grant_type: "client_credentials" },
    api,
  );
  const { access_token } = (json ?? {}) as { access_token?: string };
  if (access_token === undefined) throw new Error(`no token: ${text}`);
  return access_token;
}

/** Issues an access token and a refresh token by a code. */
export async function tokenPairFor(
  gateway: Gateway,
  clientId: string,
): Promise<{ access: string; refresh: string }> {
  const { json } = await postConsent(gateway, { response_type: "code", client_id: clientId });
  const { code } = json as { code: string };
  const answer = await postToken(gateway, clientId, { grant_type: "authorization_code", code });
  const { access_token, refresh_token } = answer.json as {
    access_token: string;
    refresh_token: string;
  };
  return { access: access_token, refresh: refresh_token };
}

/** Returns an API's status for a token. */
export async function statusWith(gateway: Gateway, token: string, api = "orders"): Promise<number> {
  const response = await gateway.fetch(`${gateway.url}/${api}/hello`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return response.status;
}

/** Returns the codes in a client's list. */
export async function codesListedFor(
  gateway: Gateway,
  clientId: string,
  api = "orders",
): Promise<string[]> {
  const { json } = await callControl(
    gateway,
    "GET",
    `/tyk/oauth/clients/${api}/${clientId}/tokens`,
  );
  return (json as { code: string }[]).map(({ code }) => code);
}

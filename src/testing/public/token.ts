import { decodeBase64 } from "../../util/base64.ts";
import { isRecord } from "../../util/json.ts";
import type { OAuthManager } from "../gateway-state.ts";
import { decodeFields, encodeGoJson, InvalidJsonError, parseGoJson } from "../go/go-json.ts";
import { cut, decodeUtf8 } from "../go/text.ts";
import type { UrlValues } from "../go/url-values.ts";
import { readForm } from "../http/form.ts";
import { decodeBody } from "../http/request.ts";
import type { GatewayRequest } from "../http/request.ts";
import { createErrorResponse } from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
import { keepLatest } from "../keep-latest.ts";
import { createNotifications } from "../oauth/create-notifications.ts";
import { issueToken } from "../oauth/issue-token.ts";
import type { TokenGrant } from "../oauth/issue-token.ts";
import { OAuthError, toErrorFields } from "../oauth/oauth-error.ts";
import { getDefaultRedirectUri, isRedirectUriAllowed } from "../oauth/redirect-uri.ts";
import type { StoredClient } from "../storage/client-store.ts";

interface TokenCall extends OAuthManager {
  readonly request: GatewayRequest;
  readonly form: UrlValues;
}

const tokenHeaders: Readonly<Record<string, string>> = {
  "cache-control": "no-cache, no-store, must-revalidate",
  pragma: "no-cache",
  expires: "0",
  "strict-transport-security": "max-age=63072000; includeSubDomains",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "x-xss-protection": "1; mode=block",
};

/** The grant types and what each issues a token for. */
const grantTypes: Readonly<Record<string, (call: TokenCall) => TokenGrant>> = {
  authorization_code: exchangeCode,
  refresh_token: exchangeRefreshToken,
  password: refusePassword,
  client_credentials: (call) => createClientGrant(call, []),
  assertion: (call) => createClientGrant(call, ["assertion_type", "assertion"]),
};

/** `{listen_path}oauth/token`: issues a token. A client authenticates by Basic authentication only (Trap 29). */
export function handleToken(manager: OAuthManager, request: GatewayRequest): GatewayResponse {
  if (request.method !== "GET" && request.method !== "POST")
    return createErrorResponse(405, "Method not supported", tokenHeaders);
  const { state, api } = manager;
  const call = { ...manager, request, form: readTokenForm(request) };
  try {
    const response = issueToken(call, createGrant(call));
    const notifications = createNotifications(api, call.form, response);
    keepLatest(state.notifications, notifications, state.settings.maxLogEntries);
    return createTokenResponse(200, response);
  } catch (error) {
    if (error instanceof OAuthError)
      return createTokenResponse(state.settings.oauthErrorStatusCode, toErrorFields(error));
    throw error;
  }
}

function createGrant(call: TokenCall): TokenGrant {
  if (call.request.method !== "POST") throw new OAuthError("invalid_request");
  const type = call.form.get("grant_type");
  const isAllowed = call.api.accessTypes.includes(type) && Object.hasOwn(grantTypes, type);
  const grant = isAllowed ? grantTypes[type] : undefined;
  if (grant === undefined) throw new OAuthError("unsupported_grant_type");
  return grant(call);
}

function exchangeCode(call: TokenCall): TokenGrant {
  const client = authenticateClient(call, ["code"]);
  const code = call.form.get("code");
  const stored = call.storage.authorizationCodes.get(code);
  if (stored?.clientId !== client.id) throw new OAuthError("invalid_grant");
  const { scope, keyRules } = stored;
  const separator = call.state.settings.redirectUriSeparator;
  const redirectUri =
    call.form.get("redirect_uri") || getDefaultRedirectUri(client.redirectUri, separator);
  const isAllowed = isRedirectUriAllowed(client.redirectUri, redirectUri, separator);
  if (!isAllowed || stored.redirectUri !== redirectUri) throw new OAuthError("invalid_request");
  return { client, redirectUri, scope, keyRules, hasRefreshToken: true, code };
}

function exchangeRefreshToken(call: TokenCall): TokenGrant {
  const client = authenticateClient(call, ["refresh_token"]);
  const previous = call.storage.refreshTokens.get(call.form.get("refresh_token"));
  if (previous === undefined) throw new OAuthError("invalid_grant");
  if (previous.clientId !== client.id) throw new OAuthError("invalid_client");
  const { redirectUri, keyRules } = previous;
  const scope = call.form.get("scope") || previous.scope;
  return { client, redirectUri, scope, keyRules, hasRefreshToken: true, previous };
}

/** A real gateway finds users among its Basic authentication keys. The embedded gateway has none. */
function refusePassword(call: TokenCall): never {
  authenticateClient(call, ["username", "password"]);
  throw new OAuthError("access_denied");
}

function createClientGrant(call: TokenCall, requiredFields: readonly string[]): TokenGrant {
  const client = authenticateClient(call, requiredFields);
  const separator = call.state.settings.redirectUriSeparator;
  const redirectUri = getDefaultRedirectUri(client.redirectUri, separator);
  const scope = call.form.get("scope");
  return { client, redirectUri, scope, keyRules: undefined, hasRefreshToken: false };
}

/** Returns the request's client. Checks in the gateway's order: the credentials' form, the grant's fields, the client. */
function authenticateClient(call: TokenCall, requiredFields: readonly string[]): StoredClient {
  const credentials = parseBasicCredentials(call.request);
  if (requiredFields.some((name) => call.form.get(name) === ""))
    throw new OAuthError("invalid_grant");
  const client = call.storage.clients.get(credentials.id);
  if (client === undefined) throw new OAuthError("server_error");
  if (client.secret !== credentials.secret || client.redirectUri === "")
    throw new OAuthError("unauthorized_client");
  return client;
}

function parseBasicCredentials(request: GatewayRequest): { id: string; secret: string } {
  const encoded = /^Basic (.*)$/s.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
  const [id, secret] = cut(decodeUtf8(decodeBase64(encoded) ?? new Uint8Array()), ":");
  if (secret === undefined) throw new OAuthError("invalid_request");
  return { id, secret };
}

/** Reads the form. The strings of a JSON body override it if the content type is exactly `application/json`. */
function readTokenForm(request: GatewayRequest): UrlValues {
  const { all } = readForm(request);
  if (request.headers.get("content-type") !== "application/json") return all;
  try {
    const value = parseGoJson(decodeBody(request));
    const names = isRecord(value) ? Object.keys(value) : [];
    const fields = decodeFields(value, Object.fromEntries(names.map((name) => [name, "string"])));
    for (const name of names) all.set(name, (fields[name] ?? "") as string);
  } catch (error) {
    if (!(error instanceof InvalidJsonError)) throw error;
  }
  return all;
}

function createTokenResponse(
  status: number,
  fields: Readonly<Record<string, unknown>>,
): GatewayResponse {
  const body = `${encodeGoJson(fields, { escapeHtml: false })}\n`;
  return { status, headers: { ...tokenHeaders, "content-type": "application/json" }, body };
}

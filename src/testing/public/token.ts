import { createErrorResponse } from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
import { decodeBase64 } from "../../util/base64.ts";
import { readForm } from "../http/form.ts";
import { decodeFields, parseGoJson, InvalidJsonError, encodeGoJson } from "../go/go-json.ts";
import { decodeBody } from "../http/request.ts";
import type { GatewayRequest } from "../http/request.ts";
import type { UrlValues } from "../go/url-values.ts";
import { OAuthError, toErrorFields } from "../oauth/oauth-error.ts";
import { createNotifications } from "../oauth/create-notifications.ts";
import { issueToken } from "../oauth/issue-token.ts";
import type { TokenResponse, TokenGrant } from "../oauth/issue-token.ts";
import { getDefaultRedirectUri, isRedirectUriAllowed } from "../oauth/redirect-uri.ts";
import type { Api } from "../settings/apis.ts";
import type { GatewayState } from "../gateway-state.ts";
import type { ApiStorage } from "../storage/api-storage.ts";
import type { StoredClient } from "../storage/client-store.ts";

interface TokenCall {
  readonly state: GatewayState;
  readonly api: Api;
  readonly storage: ApiStorage;
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
  client_credentials: (call) => createClientGrant(call, authenticateClient(call)),
  assertion: exchangeAssertion,
};

/** `{listen_path}oauth/token`: issues a token. A client authenticates by Basic authentication only (Trap 29). */
export function handleToken(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  request: GatewayRequest,
): GatewayResponse {
  if (request.method !== "GET" && request.method !== "POST")
    return createErrorResponse(405, "Method not supported", tokenHeaders);
  const call = { state, api, storage, request, form: readTokenForm(request) };
  try {
    const response = runGrant(call);
    state.notifications.push(...createNotifications(api, call.form, response));
    return createTokenResponse(200, response);
  } catch (error) {
    if (error instanceof OAuthError)
      return createTokenResponse(state.settings.oauthErrorStatusCode, toErrorFields(error));
    throw error;
  }
}

function runGrant(call: TokenCall): TokenResponse {
  if (call.request.method !== "POST") throw new OAuthError("invalid_request");
  const type = call.form.get("grant_type");
  const toTokenGrant =
    call.api.accessTypes.includes(type) && Object.hasOwn(grantTypes, type)
      ? grantTypes[type]
      : undefined;
  if (toTokenGrant === undefined) throw new OAuthError("unsupported_grant_type");
  return issueToken(call.state, call.api, call.storage, toTokenGrant(call));
}

function exchangeCode(call: TokenCall): TokenGrant {
  const { form, storage } = call;
  const credentials = parseBasicCredentials(call.request);
  const code = form.get("code");
  if (code === "") throw new OAuthError("invalid_grant");
  const client = authenticateClient(call, credentials);
  const authorizationCode = storage.authorizationCodes.get(code);
  if (authorizationCode?.clientId !== client.id) throw new OAuthError("invalid_grant");
  const separator = call.state.settings.redirectUriSeparator;
  const redirectUri =
    form.get("redirect_uri") || getDefaultRedirectUri(client.redirectUri, separator);
  if (
    !isRedirectUriAllowed(client.redirectUri, redirectUri, separator) ||
    authorizationCode.redirectUri !== redirectUri
  ) {
    throw new OAuthError("invalid_request");
  }
  return {
    client,
    redirectUri,
    scope: authorizationCode.scope,
    keyRules: authorizationCode.keyRules,
    hasRefreshToken: true,
    code,
  };
}

function exchangeRefreshToken(call: TokenCall): TokenGrant {
  const credentials = parseBasicCredentials(call.request);
  const token = call.form.get("refresh_token");
  if (token === "") throw new OAuthError("invalid_grant");
  const client = authenticateClient(call, credentials);
  const previous = call.storage.refreshTokens.get(token);
  if (previous === undefined) throw new OAuthError("invalid_grant");
  if (previous.clientId !== client.id) throw new OAuthError("invalid_client");
  const { redirectUri, keyRules } = previous;
  const scope = call.form.get("scope") || previous.scope;
  return { client, redirectUri, scope, keyRules, hasRefreshToken: true, previous };
}

/** A real gateway finds users among its Basic authentication keys. The embedded gateway has none. */
function refusePassword(call: TokenCall): never {
  const credentials = parseBasicCredentials(call.request);
  if (call.form.get("username") === "" || call.form.get("password") === "")
    throw new OAuthError("invalid_grant");
  authenticateClient(call, credentials);
  throw new OAuthError("access_denied");
}

function exchangeAssertion(call: TokenCall): TokenGrant {
  const credentials = parseBasicCredentials(call.request);
  if (call.form.get("assertion_type") === "" || call.form.get("assertion") === "")
    throw new OAuthError("invalid_grant");
  return createClientGrant(call, authenticateClient(call, credentials));
}

function createClientGrant(call: TokenCall, client: StoredClient): TokenGrant {
  const redirectUri = getDefaultRedirectUri(
    client.redirectUri,
    call.state.settings.redirectUriSeparator,
  );
  return {
    client,
    redirectUri,
    scope: call.form.get("scope"),
    keyRules: undefined,
    hasRefreshToken: false,
  };
}

function authenticateClient(
  call: TokenCall,
  credentials: Credentials = parseBasicCredentials(call.request),
): StoredClient {
  const client = call.storage.clients.get(credentials.id);
  if (client === undefined) throw new OAuthError("server_error");
  if (client.secret !== credentials.secret || client.redirectUri === "")
    throw new OAuthError("unauthorized_client");
  return client;
}

interface Credentials {
  readonly id: string;
  readonly secret: string;
}

function parseBasicCredentials(request: GatewayRequest): Credentials {
  const encoded = /^Basic (.*)$/s.exec(request.headers.get("authorization") ?? "")?.[1];
  const bytes = encoded === undefined ? undefined : decodeBase64(encoded);
  const text =
    bytes === undefined ? "" : new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const colon = text.indexOf(":");
  if (colon < 0) throw new OAuthError("invalid_request");
  return { id: text.slice(0, colon), secret: text.slice(colon + 1) };
}

/** Reads the form. The strings of a JSON body override it if the content type is exactly `application/json`. */
function readTokenForm(request: GatewayRequest): UrlValues {
  const { all } = readForm(request);
  if (request.headers.get("content-type") !== "application/json") return all;
  try {
    const value = parseGoJson(decodeBody(request));
    const names = typeof value === "object" && value !== null ? Object.keys(value) : [];
    const fields = decodeFields(
      value,
      Object.fromEntries(names.map((name) => [name, "string"] as const)),
    );
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

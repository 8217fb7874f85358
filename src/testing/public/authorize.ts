import { NotModelledError } from "../errors.ts";
import {
  createErrorResponse,
  createMislabelledJsonResponse,
  createRedirectResponse,
} from "../http/response.ts";
import type { GatewayResponse } from "../http/response.ts";
import { readForm, readFormOrMultipart } from "../http/form.ts";
import { InvalidJsonError, encodeGoJson } from "../go/go-json.ts";
import { percentDecode } from "../go/percent-encoding.ts";
import type { GatewayRequest } from "../http/request.ts";
import type { UrlValues } from "../go/url-values.ts";
import { oauthErrorDescriptions, OAuthError, toErrorFields } from "../oauth/oauth-error.ts";
import { issueToken } from "../oauth/issue-token.ts";
import {
  getDefaultRedirectUri,
  isRedirectUriAllowed,
  buildRedirectUrl,
} from "../oauth/redirect-uri.ts";
import { generateCode } from "../random.ts";
import { createWrongSecretResponse, hasGatewaySecret } from "../routing/gateway-secret.ts";
import { parseKeyRules } from "../session/key-rules.ts";
import { getPolicyIds } from "../session/session.ts";
import type { Api } from "../settings/apis.ts";
import type { GatewayState } from "../gateway-state.ts";
import type { ApiStorage } from "../storage/api-storage.ts";
import type { StoredClient } from "../storage/client-store.ts";

interface AuthorizationRequest {
  readonly type: "code" | "token";
  readonly client: StoredClient;
  readonly redirectUri: string;
  readonly scope: string;
  readonly state: string;
}

/** How long an authorization code is valid, in seconds. */
const codeTtlSeconds = 250;

/**
 * `{listen_path}tyk/oauth/authorize-client`: issues the code or the token that the consent page requests for
 * its user.
 */
export function handleAuthorizeClient(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  request: GatewayRequest,
): GatewayResponse {
  if (!hasGatewaySecret(state, request)) return createWrongSecretResponse();
  if (request.method !== "POST") return createErrorResponse(405, "Method not supported");
  const form = readFormOrMultipart(request).all;
  const keyRules = form.get("key_rules");
  assertModelledKeyRules(keyRules);
  let redirectUri: string | undefined;
  let isInFragment = false;
  try {
    const authorization = parseAuthorizationRequest(state, api, storage, form);
    redirectUri = authorization.redirectUri;
    isInFragment = authorization.type === "token";
    const fields = isInFragment
      ? authorizeWithToken(state, api, storage, authorization, keyRules)
      : authorizeWithCode(state, storage, authorization, keyRules);
    return createAuthorizeResponse(200, fields, redirectUri, isInFragment);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    const target = redirectUri ?? error.redirectUri;
    const status = state.settings.oauthErrorStatusCode;
    return createAuthorizeResponse(status, toErrorFields(error), target, isInFragment);
  }
}

/**
 * `{listen_path}oauth/authorize`: redirects the user to the API's login page, if the client and its redirect
 * URI are valid.
 */
export function handleAuthorize(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  request: GatewayRequest,
): GatewayResponse {
  if (request.method !== "GET" && request.method !== "POST")
    return createErrorResponse(405, "Method not supported");
  try {
    parseAuthorizationRequest(state, api, storage, readForm(request).all);
  } catch (error) {
    if (error instanceof OAuthError)
      return createErrorResponse(
        state.settings.oauthErrorStatusCode,
        oauthErrorDescriptions[error.code],
      );
    throw error;
  }
  return createRedirectResponse(
    307,
    request.method === "GET" ? `${api.loginRedirect}?${request.rawQuery}` : api.loginRedirect,
  );
}

/** Rejects rules without policies and rights, which no test should rely on (Trap 19). */
function assertModelledKeyRules(keyRules: string): void {
  if (keyRules === "") return;
  try {
    const session = parseKeyRules(keyRules);
    if (getPolicyIds(session) !== undefined || Object.keys(session.access_rights ?? {}).length > 0)
      return;
  } catch (error) {
    if (error instanceof InvalidJsonError) return;
    throw error;
  }
  throw new NotModelledError(
    "key_rules that name neither apply_policies nor access_rights must never be sent, and are not modelled: set apply_policies to the policies of the token.",
  );
}

function parseAuthorizationRequest(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  form: UrlValues,
): AuthorizationRequest {
  const type = form.get("response_type");
  if (!api.authorizeTypes.includes(type) || (type !== "code" && type !== "token")) {
    throw new OAuthError("unsupported_response_type");
  }
  const clientState = form.get("state");
  const client = storage.clients.get(form.get("client_id"));
  if (client === undefined) throw new OAuthError("server_error", clientState);
  if (client.redirectUri === "") throw new OAuthError("unauthorized_client", clientState);
  const separator = state.settings.redirectUriSeparator;
  const first = getDefaultRedirectUri(client.redirectUri, separator);
  // The gateway decodes this field twice.
  const redirectUri = (percentDecode(form.get("redirect_uri"), "query") ?? "") || first;
  if (!isRedirectUriAllowed(client.redirectUri, redirectUri, separator)) {
    throw new OAuthError("invalid_request", clientState, first);
  }
  return { type, client, redirectUri, scope: form.get("scope"), state: clientState };
}

function authorizeWithCode(
  state: GatewayState,
  storage: ApiStorage,
  authorization: AuthorizationRequest,
  keyRules: string,
): Record<string, string> {
  const { client, redirectUri, scope } = authorization;
  const code = generateCode(state.random);
  const authorizationCode = {
    clientId: client.id,
    clientRedirectUri: client.redirectUri,
    redirectUri,
    scope,
    keyRules,
  };
  storage.authorizationCodes.set(code, authorizationCode, codeTtlSeconds);
  return authorization.state === "" ? { code } : { code, state: authorization.state };
}

function authorizeWithToken(
  state: GatewayState,
  api: Api,
  storage: ApiStorage,
  authorization: AuthorizationRequest,
  keyRules: string,
): Record<string, string | number> {
  const { client, redirectUri, scope } = authorization;
  const response = issueToken(state, api, storage, {
    client,
    redirectUri,
    scope,
    keyRules,
    hasRefreshToken: false,
  });
  return authorization.state === "" ? response : { ...response, state: authorization.state };
}

/** Creates JSON sorted by name, with the URL that the user is redirected to. */
function createAuthorizeResponse(
  status: number,
  fields: Readonly<Record<string, string | number>>,
  redirectUri: string | undefined,
  isInFragment: boolean,
): GatewayResponse {
  const target =
    redirectUri === undefined ? undefined : buildRedirectUrl(redirectUri, fields, isInFragment);
  const all: Record<string, string | number> =
    target === undefined ? fields : { ...fields, redirect_to: target };
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createMislabelledJsonResponse(status, `${encodeGoJson(sorted, { escapeHtml: false })}\n`);
}
